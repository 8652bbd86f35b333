"""Which days are working days, and due dates counted in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from zhengtong.kernel.calendar._notices import YearNotice
from zhengtong.kernel.calendar._statutory import statutory_holidays

_ONE_DAY = timedelta(days=1)
_PUBLISHED_FIRST = min(chinese_calendar.constants.holidays).year
_PUBLISHED_LAST = max(chinese_calendar.constants.holidays).year
_DECEMBER_TAIL = 28
"""From this day of December the next year's notice may move days: those for 2008 and 2019 began on 29 December (as
chinesecalendar has them), none earlier."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day of a period. `provisional` (暂定): a day it was counted over is not yet fixed by a year's notice."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is a working day, and whether that is provisional."""

    working: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A number of working days; `provisional` when one of the days is."""

    count: int
    provisional: bool


class Calendar:
    """The working days known to one installation: published years, and notices loaded on top of them."""

    def __init__(self, notices: Mapping[int, YearNotice] | None = None) -> None:
        self._notices = dict(notices or {})
        self._off = frozenset[date]().union(*(notice.days_off for notice in self._notices.values()))
        self._working = frozenset[date]().union(*(notice.working_days for notice in self._notices.values()))

    def published(self, year: int) -> bool:
        """Whether the notice of a year is known."""
        return year in self._notices or _PUBLISHED_FIRST <= year <= _PUBLISHED_LAST

    def kind(self, day: date) -> DayKind:
        """Whether a day is a working day. A day no notice fixes follows weekends and statutory holidays, marked."""
        return DayKind(self._is_working(day), not self._is_settled(day))

    def add_working_days(self, start: date, count: int) -> DueDate:
        """The day on which `count` working days after `start` are over.

        The day it begins on does not count (民法典 art. 201), nor do holidays where a law counts working days
        (行政许可法 art. 82). `count` 0 gives `start` itself; ValueError when it is negative.
        """
        if count < 0:
            raise ValueError(f"a period has no negative number of days: {count}")
        day, left, provisional = start, count, False
        while left:
            day += _ONE_DAY
            kind = self.kind(day)
            left -= kind.working
            provisional = provisional or kind.provisional
        return DueDate(day, provisional)

    def working_days_between(self, start: date, end: date) -> WorkingDays:
        """Working days after `start` up to and including `end`; negative when `end` is before `start`.

        So `working_days_between(today, due)` is what is left of a period counted by `add_working_days`.
        """
        if end < start:
            back = self.working_days_between(end, start)
            return WorkingDays(-back.count, back.provisional)
        kinds = [self.kind(start + timedelta(days=shift)) for shift in range(1, (end - start).days + 1)]
        return WorkingDays(sum(kind.working for kind in kinds), any(kind.provisional for kind in kinds))

    def _is_working(self, day: date) -> bool:
        if day in self._off or day in self._working:
            return day in self._working
        if day.year in self._notices:
            return day.weekday() < 5
        if _PUBLISHED_FIRST <= day.year <= _PUBLISHED_LAST:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and day not in statutory_holidays(day.year)

    def _is_settled(self, day: date) -> bool:
        in_tail = day.month == 12 and day.day >= _DECEMBER_TAIL
        return self.published(day.year) and (not in_tail or self.published(day.year + 1))


def recompute(start: date, count: int, stored: DueDate, calendar: Calendar) -> DueDate | None:
    """The due date as `calendar` now gives it, or None when that is what is stored already.

    To be asked for every open period with a provisional date after a year's notice is loaded; a date that only loses
    its mark is a change too.
    """
    now = calendar.add_working_days(start, count)
    return None if now == stored else now
