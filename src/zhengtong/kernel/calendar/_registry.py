"""The calendar of this process, built from a folder of notice files that several processes share."""

import logging
from datetime import date
from pathlib import Path

from zhengtong.kernel import clock
from zhengtong.kernel.calendar._calendar import Calendar, DayKind, DueDate, WorkingDays
from zhengtong.kernel.calendar._notices import NoticeError, YearNotice, load_year

_log = logging.getLogger(__name__)
_RECHECK_SECONDS = 1.0

_Signature = tuple[tuple[str, int, int], ...]


class _Folder:
    """Notice files `*.yaml`, read again within a second of a change.

    A bad file stops the start, but not a running process: that keeps the last good calendar and logs the fault.
    """

    def __init__(self) -> None:
        self.path: Path | None = None
        self._signature: _Signature = ()
        self._calendar = Calendar()
        self._checked_at = float("-inf")

    def use(self, path: Path | None) -> None:
        self._calendar = Calendar(_by_year(_files(path)))
        self.path, self._signature = path, _signature(_files(path))

    def calendar(self) -> Calendar:
        if clock.monotonic() - self._checked_at >= _RECHECK_SECONDS:
            self._checked_at = clock.monotonic()
            self._refresh()
        return self._calendar

    def _refresh(self) -> None:
        try:
            signature = _signature(_files(self.path))
            if signature != self._signature:
                self._signature = signature
                self._calendar = Calendar(_by_year(_files(self.path)))
        except (NoticeError, OSError) as error:
            _log.error("working-day notice not taken, the former calendar stays: %s", error)


def _files(path: Path | None) -> list[Path]:
    return sorted(path.glob("*.yaml")) if path else []


def _signature(files: list[Path]) -> _Signature:
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)


def _by_year(files: list[Path]) -> dict[int, YearNotice]:
    notices: dict[int, YearNotice] = {}
    for file in files:
        notice = load_year(file)
        if notice.year in notices:
            zh, en = f"{notice.year} 年已有另一个文件，只留一个。", f"another file has {notice.year} already; keep one."
            raise NoticeError(file, zh, en)
        notices[notice.year] = notice
    return notices


_folder = _Folder()


def use_folder(path: Path | None) -> None:
    """Take notices from a folder (called by config); None forgets them. NoticeError when a file in it is bad."""
    _folder.use(path)


def current() -> Calendar:
    """The calendar of this process, at most a second behind the folder."""
    return _folder.calendar()


def is_working_day(day: date) -> DayKind:
    """Whether a day is a working day, by the current calendar."""
    return current().kind(day)


def add_working_days(start: date, count: int) -> DueDate:
    """The day on which `count` working days after `start` are over, by the current calendar."""
    return current().add_working_days(start, count)


def working_days_between(start: date, end: date) -> WorkingDays:
    """Working days after `start` up to and including `end`, by the current calendar."""
    return current().working_days_between(start, end)
