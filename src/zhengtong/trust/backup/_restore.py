"""Restoring a backup into an empty home."""

import os
import secrets
import shutil
import tarfile
from pathlib import Path

from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.backup import _archive, _engines
from zhengtong.trust.backup._backup import CONTEXT
from zhengtong.trust.backup._refusals import (
    BackupIsFolder,
    BackupTruncated,
    BackupUnreadable,
    HomeNotEmpty,
    NoSuchBackup,
    PlaceRefused,
    WrongPassphrase,
)
from zhengtong.trust.backup.data import Manifest
from zhengtong.trust.keys.api import BrokenSealError, OpeningReader, TruncatedError, WrongKeyError

_PIECE = 1 << 20


def restore(source: Path, home: Path, passphrase: str) -> Manifest:
    """Put a backup into `home`, which must be missing or empty, wholly or not at all; on PostgreSQL the rows go into
    the empty database of this node.

    NoSuchBackup, BackupIsFolder, HomeNotEmpty, PlaceRefused, DatabaseNotEmpty, WrongPassphrase, BackupTruncated,
    BackupUnreadable, OtherEngine, OtherVersion.
    There is nobody yet who could be asked for a permission: who has the file and its passphrase has everything.
    """
    forbid_in_transaction("a restore")
    if source.is_dir():
        raise BackupIsFolder(path=source)
    if not source.is_file():
        raise NoSuchBackup(path=source)
    _check_empty(home)
    temporary = home.with_name(f".{home.name}.{secrets.token_hex(4)}")
    try:
        _unpack(source, temporary, passphrase)
        manifest = _manifest(source, temporary)
        _engines.check(manifest)
        new_home = temporary / _archive.HOME
        new_home.mkdir(mode=0o700, exist_ok=True)
        _engines.load(manifest, temporary / _archive.DATABASE, new_home)
        _take_place(new_home, home)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return manifest


def _check_empty(home: Path) -> None:
    if found := next(iter(sorted(home.iterdir())), None) if home.exists() else None:
        raise HomeNotEmpty(home=home, found=found.name)


def _unpack(source: Path, target: Path, passphrase: str) -> None:
    try:
        target.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise PlaceRefused(path=target.parent, what=error.strerror) from None
    try:
        with source.open("rb") as file:
            reader = OpeningReader(file, CONTEXT, passphrase)
            with tarfile.open(fileobj=reader, mode="r|") as tar:
                _archive.extract(tar, target)
            while reader.read(_PIECE):
                pass  # the end must be reached, or a cut after the last file would pass
    except WrongKeyError:
        raise WrongPassphrase(path=source) from None
    except TruncatedError:
        raise BackupTruncated(path=source) from None
    except BrokenSealError as error:
        raise BackupUnreadable(path=source, what=error.text) from None
    except tarfile.TarError as error:
        raise BackupUnreadable(path=source, what=Text("里面的文件拆不开", str(error))) from None


def _manifest(source: Path, unpacked: Path) -> Manifest:
    try:
        return Manifest.read((unpacked / _archive.MANIFEST).read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupUnreadable(path=source, what=Text("里面的清单读不懂", f"its manifest: {error}")) from None


def _take_place(new: Path, home: Path) -> None:
    if home.exists():
        home.rmdir()
    os.sync()
    new.rename(home)
    os.sync()
