"""Backing up this node into one sealed file, and restoring it."""

from zhengtong.trust.backup._backup import LEAST_PASSPHRASE, backup
from zhengtong.trust.backup._mark import last_made
from zhengtong.trust.backup._refusals import (
    BackupIsFolder,
    BackupTruncated,
    BackupUnreadable,
    DatabaseNotEmpty,
    DestinationExists,
    DestinationRefused,
    HomeNotEmpty,
    MarkUnreadable,
    NoSuchBackup,
    OtherEngine,
    OtherVersion,
    PassphraseTooShort,
    PlaceRefused,
    WrongPassphrase,
)
from zhengtong.trust.backup._restore import restore

__all__ = [
    "LEAST_PASSPHRASE",
    "BackupIsFolder",
    "BackupTruncated",
    "BackupUnreadable",
    "DatabaseNotEmpty",
    "DestinationExists",
    "DestinationRefused",
    "HomeNotEmpty",
    "MarkUnreadable",
    "NoSuchBackup",
    "OtherEngine",
    "OtherVersion",
    "PassphraseTooShort",
    "PlaceRefused",
    "WrongPassphrase",
    "backup",
    "last_made",
    "restore",
]
