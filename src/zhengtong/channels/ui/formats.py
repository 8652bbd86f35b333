"""Dates, times, counts and money as people read them, in the language of the page. Times are shown in China's time."""

from datetime import date, datetime

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


def _date(value: date | datetime) -> date:
    return clock.china_date(value) if isinstance(value, datetime) else value


def _english() -> bool:
    return current_language() == "en"


def day(value: date | datetime) -> str:
    """A date that binds, with its weekday and without its year: `3月30日（星期一）`, `Monday 30 March`."""
    on = _date(value)
    if _english():
        return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"
    return f"{on.month}月{on.day}日（星期{_WEEKDAYS_ZH[on.weekday()]}）"


def short_day(value: date | datetime) -> str:
    """A date in passing: `3月30日`, `30 March`."""
    on = _date(value)
    return f"{on.day} {_MONTHS[on.month - 1]}" if _english() else f"{on.month}月{on.day}日"


def full_day(value: date | datetime) -> str:
    """A date with its year: `2026年3月30日`, `30 March 2026`."""
    on = _date(value)
    return f"{short_day(on)} {on.year}" if _english() else f"{on.year}年{short_day(on)}"


def time_of_day(value: datetime) -> str:
    """`9:26`."""
    at = value.astimezone(clock.CHINA)
    return f"{at.hour}:{at.minute:02}"


def moment(value: datetime) -> str:
    """A date and time: `3月2日 16:05`, `2 March 16:05`."""
    return f"{short_day(value)} {time_of_day(value)}"


def full_moment(value: datetime) -> str:
    """A date with weekday, year and time: `2026年3月10日（星期二）10:20`, `Tuesday 10 March 2026, 10:20`."""
    on = _date(value)
    if _english():
        return f"{day(on)} {on.year}, {time_of_day(value)}"
    return f"{on.year}年{day(on)}{time_of_day(value)}"


def iso(value: date | datetime) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat()


def count(value: int) -> str:
    """A number in groups of three: `1,226`."""
    return f"{value:,}"


def yuan(fen: int) -> str:
    """Money in 分 as people read it: `1,320 元`, `0.50 元`; `1,320 yuan` in English. Whole yuan without decimals."""
    return money.yuan(fen, current_language())
