"""What a backup's tar holds: `manifest.json`, `database/…` and `home/…`."""

import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from zhengtong.trust.backup._engines import SQLITE_FILE
from zhengtong.trust.backup._refusals import BackupUnreadable

MANIFEST, DATABASE, HOME = "manifest.json", "database", "home"
SCRATCH = ".backup-"
_LOCK = Path("log/lock")
_PIECE = 1 << 20


def home_files(home: Path, below: str = "") -> Iterator[Path]:
    """Every file of a home, relative, but the database's own, locks and unfinished work. Links are followed."""
    for folder, folders, names in os.walk(home / below, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith(SCRATCH))
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(home)
            if path.is_file() and relative != _LOCK and not str(relative).startswith(SQLITE_FILE):
                yield relative


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def add_file(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """A file as it is now; one that has just vanished was not needed (a search index giving way to the next)."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        info = tarfile.TarInfo(name)
        state = os.fstat(file.fileno())
        info.size, info.mode, info.mtime = state.st_size, state.st_mode & 0o777, int(state.st_mtime)
        tar.addfile(info, file)


def extract(tar: tarfile.TarFile, target: Path) -> None:
    """Write every member below `target`, synced. Only plain files with plain names are taken."""
    for member in tar:
        name = PurePosixPath(member.name)
        source = tar.extractfile(member) if member.isreg() else None
        if source is None or name.is_absolute() or ".." in name.parts:
            raise BackupUnreadable(path=target.name, what=member.name)
        path = target / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            while piece := source.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(member.mode & 0o700)
