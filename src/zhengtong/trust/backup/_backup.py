"""Making a backup of this node while it runs."""

import os
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.durable import sync_folder
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.audit import api as audit
from zhengtong.trust.backup import _actions, _archive, _engines, _mark, _policy
from zhengtong.trust.backup._refusals import DestinationExists, DestinationRefused, PassphraseTooShort
from zhengtong.trust.backup.data import Backup
from zhengtong.trust.keys.api import SealingWriter

CONTEXT = "backup"
LEAST_PASSPHRASE = 12


def backup(destination: Path, passphrase: str, *, actor: Actor, at: datetime) -> Backup:
    """Write all of this node (database, log, keys, files) into one new sealed file of mode 600.

    PassphraseTooShort, DestinationExists, DestinationRefused, Forbidden. When it fails nothing is left behind.
    """
    _policy.may_make(actor)
    forbid_in_transaction("a backup")
    if len(passphrase) < LEAST_PASSPHRASE:
        raise PassphraseTooShort(least=LEAST_PASSPHRASE)
    _check_place(destination, Path(settings.ZHENGTONG_HOME))
    with _new_file(destination) as file:
        writer = SealingWriter(file, CONTEXT, passphrase)
        with tarfile.open(fileobj=writer, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            engine = _fill(tar, Path(settings.ZHENGTONG_HOME), at)
        writer.finish()
    made = Backup(destination, destination.stat().st_size, at, engine)
    _mark.note_made(clock.real_now())
    with transaction.atomic():
        detail = {"bytes": made.size, "engine": engine}
        audit.record(actor=actor, at=at, action=_actions.MADE, on=("backup", destination.name), detail=detail)
    return made


def _check_place(destination: Path, home: Path) -> None:
    folder = destination.parent.resolve()
    if folder.is_relative_to(home.resolve()) or not folder.is_dir():
        raise DestinationRefused(path=destination)
    if destination.exists():
        raise DestinationExists(path=destination)


def _fill(tar: tarfile.TarFile, home: Path, at: datetime) -> str:
    """The log is held while database and log are copied, so that it is never ahead of the rows; files come last:
    what a copied row names is then there."""
    with tempfile.TemporaryDirectory(prefix=_archive.SCRATCH, dir=home) as scratch:
        folder = Path(scratch)
        with audit.log_held(wait=True):
            manifest = _engines.dump(folder, at.isoformat())
            for path in _archive.home_files(home, "log"):
                _archive.add_file(tar, f"{_archive.HOME}/{path.as_posix()}", home / path)
        _archive.add_bytes(tar, _archive.MANIFEST, manifest.as_json())
        for dumped in sorted(folder.iterdir()):
            _archive.add_file(tar, f"{_archive.DATABASE}/{dumped.name}", dumped)
    for path in _archive.home_files(home):
        if path.parts[0] != "log":
            _archive.add_file(tar, f"{_archive.HOME}/{path.as_posix()}", home / path)
    return manifest.engine


@contextmanager
def _new_file(destination: Path) -> Iterator[BinaryIO]:
    """A file that gets its name only when it is whole and durable."""
    temporary = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        destination.hardlink_to(temporary)
        sync_folder(destination.parent)
    except FileExistsError:
        raise DestinationExists(path=destination) from None
    finally:
        temporary.unlink()
