"""What takes long to make and is the same for every test: made once in a run, and copied for each that wants one.

It stands in a folder that both processes of a run know, and ends with the run. Copies are real files of their own.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

FOLDER = "ZHENGTONG_TEST_KEPT"


def kept(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, for reading only. Who asks first makes it; who asks meanwhile waits for it."""
    shared = Path(os.environ[FOLDER])
    folder, making = shared / name, shared / f"{name}.new"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(making, ignore_errors=True)  # of one that failed: whoever asks next is told so too
            making.mkdir(mode=0o700)
            make(making)
            making.rename(folder)
    return folder


def copy(kept: Path, folder: Path) -> None:
    """All of a folder that is kept into one that may be there already, with the modes of its files."""
    shutil.copytree(kept, folder, dirs_exist_ok=True)


def close(home: Path) -> None:
    """Bring a home nobody uses any more to one database file: what waits beside it is written into it."""
    with closing(sqlite3.connect(home / "zhengtong.sqlite3", timeout=0)) as database:
        busy, *_ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy, f"{home} is still in use"
