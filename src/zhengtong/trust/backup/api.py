"""Backing up this node into one sealed file, and restoring it."""

from zhengtong.trust.backup._backup import LEAST_PASSPHRASE, backup, last_made
from zhengtong.trust.backup._refusals import (
    BackupTruncated,
    BackupUnreadable,
    DatabaseNotEmpty,
    DestinationExists,
    DestinationRefused,
    HomeNotEmpty,
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
    "BackupTruncated",
    "BackupUnreadable",
    "DatabaseNotEmpty",
    "DestinationExists",
    "DestinationRefused",
    "HomeNotEmpty",
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
