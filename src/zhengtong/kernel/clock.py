"""The only place that reads the time (a test forbids it elsewhere).

Two times are kept apart. *Legal time* (`now`, `today`) is what deadlines, receipts and decisions use; a demo home
may advance it. *Real time* (`real_now`, `monotonic`) is for retries on the wire, TLS and sessions, and never moves.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class ClockRefusedError(Exception):
    """Legal time may be moved only in a home made by the demo."""


class _OffsetFile:
    """The demo's offset, shared by every process of a home through one small file. All see it move at once: a process
    that was a second behind would decide a case before it was opened."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._offset = timedelta(0)
        self._read: tuple[int, int] | None = None

    def read(self) -> timedelta:
        if self.path is None:
            return timedelta(0)
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return timedelta(0)
        if self._read != (stat.st_ino, stat.st_mtime_ns):
            self._offset = timedelta(seconds=float(json.loads(self.path.read_text())["offset_seconds"]))
            self._read = (stat.st_ino, stat.st_mtime_ns)
        return self._offset

    def write(self, offset: timedelta) -> None:
        if self.path is None:
            raise ClockRefusedError("legal time can be moved only in a demo home")
        temporary = self.path.with_suffix(".new")
        temporary.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
        temporary.replace(self.path)


_offset_file = _OffsetFile()
_fixed: Callable[[], datetime] | None = None


def allow_advance(path: Path) -> None:
    """Let legal time of this home be advanced, with the offset kept in `path`. Called by config for demo homes."""
    _offset_file.path = path


def fix(source: Callable[[], datetime] | None) -> None:
    """Let `source` tell the legal time (tests and stories); None goes back to the wall clock."""
    global _fixed
    _fixed = source


def now() -> datetime:
    """Legal time, aware, in UTC."""
    if _fixed is not None:
        return _fixed()
    return datetime.now(UTC) + _offset_file.read()


def today() -> date:
    """The legal date in China."""
    return china_date(now())


def china_date(at: datetime) -> date:
    """The calendar date in China at an instant."""
    return at.astimezone(CHINA).date()


def offset() -> timedelta:
    """How far legal time has been advanced."""
    return _offset_file.read()


def advance(by: timedelta) -> datetime:
    """Advance legal time; never back. Returns the new legal time. ClockRefusedError outside a demo home."""
    if by < timedelta(0):
        raise ClockRefusedError("legal time never goes back")
    _offset_file.write(_offset_file.read() + by)
    return now()


def real_now() -> datetime:
    """The wall clock, aware, in UTC: for retries, certificates and sessions."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds of a clock that never goes back: for measuring durations."""
    return time.monotonic()
