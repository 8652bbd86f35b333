"""A slow disk and a machine clock that jumps, for the processes of a run alone: libraries that are loaded into them.

Either is had only where it works: it is tried in a process of its own before anybody relies on it.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

_SOURCE = Path(__file__).with_name("torture_slow_disk.c")
_FAKETIME = "faketime/libfaketime.so.1"  # below the folder of libraries, by Debian's package libfaketime
_FOLDERS = ("/usr/lib/*-linux-gnu", "/usr/lib64", "/usr/lib")
_MICRO = 1_000_000
_TRIAL_SECONDS = 0.2
_TRY_DISK = """
import os, sys, time
began = time.monotonic()
with open(sys.argv[1], "wb") as file:
    os.fsync(file.fileno())
print(time.monotonic() - began)
"""
_TRY_CLOCK = "import time; print(time.time(), time.monotonic())"


class SlowDisk:
    """Lets every sync of a process wait, and every write to a plain file a twentieth of that."""

    SHARE_OF_WRITE = 20

    def __init__(self, folder: Path) -> None:
        self._control, self._library = folder / "slow-disk", folder / "slow-disk.so"
        self.be(0)
        compiler = shutil.which("gcc") or shutil.which("cc")
        self.is_there = compiler is not None and self._is_made(compiler) and self._works(folder)

    def _is_made(self, compiler: str) -> bool:
        words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(self._library), str(_SOURCE), "-ldl"]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            return False
        for file in (self._library, self._control):
            file.chmod(0o755)  # whatever this process's mask: PostgreSQL's user loads the one and maps the other
        return True

    def _works(self, folder: Path) -> bool:
        self.be(_TRIAL_SECONDS)
        took = _said(_TRY_DISK, self.environ, str(folder / "trial"))
        self.be(0)
        return bool(took) and _TRIAL_SECONDS <= took[0] < _TRIAL_SECONDS * 10

    @property
    def environ(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "TORTURE_SLOW_DISK": str(self._control)}

    def be(self, seconds: float) -> None:
        """So long waits each sync from now on; 0 for the disk as it is. The file is written in place: it is mapped."""
        numbers = struct.pack("=II", int(seconds * _MICRO), int(seconds * _MICRO / self.SHARE_OF_WRITE))
        with self._control.open("r+b" if self._control.exists() else "wb") as file:
            file.write(numbers)


class MachineClock:
    """The wall clock that processes see, by libfaketime; what counts seconds since the start (monotonic) is left."""

    def __init__(self, folder: Path) -> None:
        self._control = folder / "clock"
        found = [path for place in _FOLDERS for path in sorted(Path("/").glob(f"{place[1:]}/{_FAKETIME}"))]
        self._library = str(found[0]) if found else ""
        self.be(0)
        self.is_there = bool(found) and self._works()

    def _works(self) -> bool:
        right = _said(_TRY_CLOCK, {})
        self.be(3600)
        ahead = _said(_TRY_CLOCK, self.environ)
        self.be(0)
        return len(ahead) == 2 and 3500 < ahead[0] - right[0] < 3700 and 0 < ahead[1] - right[1] < 100

    @property
    def environ(self) -> dict[str, str]:
        settings = {"TIMESTAMP_FILE": str(self._control), "NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1"}
        fake = {f"FAKETIME_{name}": value for name, value in settings.items()}
        return {"LD_PRELOAD": self._library, "NO_FAKE_STAT": "1", **fake}

    def be(self, seconds: int) -> None:
        """The clock is so far ahead from now on; put in its place at once, for processes read it all the while."""
        coming = self._control.with_suffix(".new")
        coming.write_text(f"{seconds:+d}\n", "ascii")
        coming.replace(self._control)


class Preloaded:
    """Both, as far as they can be had here; `environ` is for the processes that shall see them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zt-preload-", dir="/tmp"))  # PostgreSQL's user reads it too
        self.folder.chmod(0o755)
        self.disk, self.clock = SlowDisk(self.folder), MachineClock(self.folder)

    @property
    def environ(self) -> dict[str, str]:
        """For web and worker."""
        return _together(
            self.disk.environ if self.disk.is_there else {}, self.clock.environ if self.clock.is_there else {}
        )

    @property
    def database_environ(self) -> dict[str, str]:
        """For PostgreSQL: its disk alone."""
        return _together(*(one.environ for one in (self.disk,) if one.is_there))

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _together(*environs: dict[str, str]) -> dict[str, str]:
    """Settings of several libraries as one: the libraries stand side by side, after those of this process."""
    libraries = [os.environ.get("LD_PRELOAD", ""), *(one.get("LD_PRELOAD", "") for one in environs)]
    named = [one for one in libraries if one]
    merged = {name: value for environ in environs for name, value in environ.items()}
    return {**merged, "LD_PRELOAD": ":".join(named)} if named else {}


def _said(code: str, environ: dict[str, str], *words: str) -> list[float]:
    """The numbers a process says that was started so; none where it fails."""
    given = {**os.environ, **_together(environ)}
    done = subprocess.run([sys.executable, "-c", code, *words], env=given, capture_output=True, text=True, check=False)
    return [float(word) for word in done.stdout.split()] if done.returncode == 0 and not done.stderr else []
