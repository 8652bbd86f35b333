"""A small disk of a run's own, which can be filled up or made read-only: a tmpfs, where mounting one is permitted."""

import contextlib
import errno
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_SIZE = "512m"
_STEP = 1 << 20
_BUSY_SECONDS = 20.0


class Disk:
    """A folder that is a disk of its own as long as this lasts; a plain folder where that is not permitted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        words = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
        self.is_own = os.geteuid() == 0 and subprocess.run(words, capture_output=True, check=False).returncode == 0

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """Nothing can be written while this lasts."""
        filler = self.folder / "filler"
        try:
            with filler.open("wb") as file:
                _fill(file.fileno())
            yield
        finally:
            filler.unlink(missing_ok=True)

    @contextlib.contextmanager
    def read_only(self) -> Iterator[None]:
        """Nothing can be written, nor made, while this lasts; nobody may have a file open for writing."""
        self._remount("ro")
        try:
            yield
        finally:
            self._remount("rw")

    def _remount(self, how: str) -> None:
        """Again and again for a while: processes that were killed close their files a moment later."""
        words = ["mount", "-o", f"remount,{how}", str(self.folder)]
        until = time.monotonic() + _BUSY_SECONDS
        while (done := subprocess.run(words, capture_output=True, text=True, check=False)).returncode:
            if time.monotonic() > until:
                raise RuntimeError(done.stderr)
            time.sleep(0.1)

    def remove(self) -> None:
        """Give it back, with all that was on it."""
        if self.is_own:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
            self.is_own = False


def _fill(file: int) -> None:
    """Take all the room there is, in ever smaller pieces."""
    at, step = 0, 64 * _STEP
    while step >= os.sysconf("SC_PAGESIZE"):
        try:
            os.posix_fallocate(file, at, step)
            at += step
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            step //= 2
