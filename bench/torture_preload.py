"""A slow disk and a machine clock that is wrong, for the processes of a run alone: a library that is loaded into them.

Either is had only where it works: it is tried in a process of its own before anybody relies on it.
"""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

_SOURCE = Path(__file__).with_name("torture_preload.c")
_MICRO = 1_000_000
_TRIAL_SECONDS = 0.2
_TRIAL_AHEAD = 3600
_TRY_DISK = """
import os, sys, time
began = time.monotonic()
with open(sys.argv[1], "wb") as file:
    os.fsync(file.fileno())
print(time.monotonic() - began)
"""
_TRY_CLOCK = "import datetime, time; print(time.time(), datetime.datetime.now().timestamp(), time.monotonic())"


class _Told:
    """Numbers of 32 bits in a file that processes have mapped: it is written in place."""

    def __init__(self, setting: str, file: Path, library: Path) -> None:
        self._file, self.environ = file, {"LD_PRELOAD": str(library), setting: str(file)}

    def tell(self, *numbers: int) -> None:
        with self._file.open("r+b" if self._file.exists() else "wb") as file:
            file.write(struct.pack(f"={len(numbers)}I", *numbers))
        self._file.chmod(0o644)  # whatever this process's mask: PostgreSQL's user maps it too


class SlowDisk(_Told):
    """Lets every sync of a process wait, and every write to a plain file a twentieth of that."""

    SHARE_OF_WRITE = 20

    def __init__(self, folder: Path, library: Path) -> None:
        super().__init__("TORTURE_SLOW_DISK", folder / "slow-disk", library)
        self.be(0)
        self.is_there = library.exists() and self._works(folder)

    def _works(self, folder: Path) -> bool:
        self.be(_TRIAL_SECONDS)
        took = _said(_TRY_DISK, self.environ, str(folder / "trial"))
        self.be(0)
        return bool(took) and _TRIAL_SECONDS <= took[0] < _TRIAL_SECONDS * 10

    def be(self, seconds: float) -> None:
        """So long waits each sync from now on; 0 for the disk as it is."""
        self.tell(int(seconds * _MICRO), int(seconds * _MICRO / self.SHARE_OF_WRITE))


class MachineClock(_Told):
    """The wall clock that processes see; what counts seconds since the start (monotonic) is left."""

    def __init__(self, folder: Path, library: Path) -> None:
        super().__init__("TORTURE_CLOCK", folder / "clock", library)
        self.be(0)
        self.is_there = library.exists() and self._works()

    def _works(self) -> bool:
        right = _said(_TRY_CLOCK, {})
        self.be(_TRIAL_AHEAD)
        wrong = _said(_TRY_CLOCK, self.environ)
        self.be(0)
        passed = [there - here for here, there in zip(right, wrong, strict=False)]
        return len(passed) == 3 and min(passed[:2]) >= _TRIAL_AHEAD and 0 < passed[2] < _TRIAL_AHEAD

    def be(self, seconds: int) -> None:
        """The clock is so far ahead from now on."""
        self.tell(seconds)


class Preloaded:
    """Both, as far as they can be had here; `environ` is for the processes that shall see them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="zt-preload-", dir="/tmp"))  # PostgreSQL's user reads it too
        self.folder.chmod(0o755)
        library = self.folder / "torture_preload.so"
        _build(library)
        self.disk, self.clock = SlowDisk(self.folder, library), MachineClock(self.folder, library)

    @property
    def environ(self) -> dict[str, str]:
        """For web and worker."""
        return _together(*(one.environ for one in (self.disk, self.clock) if one.is_there))

    @property
    def database_environ(self) -> dict[str, str]:
        """For PostgreSQL: its disk alone."""
        return _together(*(one.environ for one in (self.disk,) if one.is_there))

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _build(library: Path) -> None:
    """The library, where there is a compiler; nothing where there is none, or it cannot."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is not None:
        words = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE), "-ldl"]
        if subprocess.run(words, capture_output=True, check=False).returncode == 0:
            library.chmod(0o755)


def _together(*environs: dict[str, str]) -> dict[str, str]:
    """What several want set, as one: a library beside those this process was started with."""
    merged = {name: value for environ in environs for name, value in environ.items()}
    libraries = dict.fromkeys([os.environ.get("LD_PRELOAD", ""), *(one["LD_PRELOAD"] for one in environs)])
    return {**merged, "LD_PRELOAD": ":".join(filter(None, libraries))} if merged else {}


def _said(code: str, environ: dict[str, str], *words: str) -> list[float]:
    """The numbers a process says that was started so; none where it fails."""
    given = {**os.environ, **(_together(environ) if environ else {})}
    done = subprocess.run([sys.executable, "-c", code, *words], env=given, capture_output=True, text=True, check=False)
    return [float(word) for word in done.stdout.split()] if done.returncode == 0 and not done.stderr else []
