"""Dates, times, counts and money as people read them, in the language of the page. Times are shown in China's time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from zhengtong.channels.ui.languages import current_language
from zhengtong.kernel import clock, money

_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


_FAR_AHEAD = timedelta(days=180)


def _date(value: date | datetime) -> date:
    return clock.china_date(value) if isinstance(value, datetime) else value


def _english() -> bool:
    return current_language() == "en"


def day(value: date | datetime) -> str:
    """A date that binds, with its weekday: `3月30日（星期一）`, `Monday 30 March`; its year as in `short_day`."""
    on = _date(value)
    if _english():
        return f"{_WEEKDAYS[on.weekday()]} {short_day(on)}"
    return f"{short_day(on)}（星期{_WEEKDAYS_ZH[on.weekday()]}）"


def short_day(value: date | datetime) -> str:
    """A date in passing: `3月30日`, `30 March`; with its year where nobody would guess it: an earlier one, or a later
    one far ahead."""
    on = _date(value)
    return full_day(on) if _wants_year(on) else _without_year(on)


def full_day(value: date | datetime) -> str:
    """A date with its year: `2026年3月30日`, `30 March 2026`."""
    on = _date(value)
    return f"{_without_year(on)} {on.year}" if _english() else f"{on.year}年{_without_year(on)}"


def _without_year(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]}" if _english() else f"{on.month}月{on.day}日"


def _wants_year(on: date) -> bool:
    """In December “8 January” is plain; “8 January” of last year is not."""
    today = clock.today()
    return on.year < today.year or (on.year > today.year and on - today > _FAR_AHEAD)


def time_of_day(value: datetime) -> str:
    """`9:26`."""
    at = value.astimezone(clock.CHINA)
    return f"{at.hour}:{at.minute:02}"


def moment(value: datetime) -> str:
    """A date and time: `3月2日 16:05`, `2 March 16:05`."""
    return f"{short_day(value)} {time_of_day(value)}"


def moments(values: Iterable[datetime]) -> str:
    """The first and the last of some times, one where they are told alike: `3月2日 16:05 到 3月4日 9:00`. Empty without
    any."""
    told = list(dict.fromkeys(moment(value) for value in sorted(values)))
    return (" to " if _english() else " 到 ").join(told if len(told) < 2 else (told[0], told[-1]))


def full_moment(value: datetime) -> str:
    """A date with weekday, year and time: `2026年3月10日（星期二）10:20`, `Tuesday 10 March 2026, 10:20`."""
    on = _date(value)
    if _english():
        return f"{_WEEKDAYS[on.weekday()]} {full_day(on)}, {time_of_day(value)}"
    return f"{full_day(on)}（星期{_WEEKDAYS_ZH[on.weekday()]}）{time_of_day(value)}"


def iso(value: date | datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat()


def count(value: int) -> str:
    """A number in groups of three: `1,226`."""
    return f"{value:,}"


def yuan(fen: int) -> str:
    """Money in 分 as people read it: `1,320 元`, `0.50 元`; `1,320 yuan` in English. Whole yuan without decimals."""
    return money.yuan(fen, current_language())


def people_named(records: Sequence[Any]) -> str:
    """Records of people by their names, each with the relation where it is said; empty for records of anything else."""
    if not all(isinstance(one, Mapping) and one.get("name") for one in records):
        return ""
    between, around = (", ", " ({})") if _english() else ("、", "（{}）")
    return between.join(
        f"{one['name']}{around.format(one['relation'])}" if one.get("relation") else str(one["name"]) for one in records
    )
