"""The functions every expression may call. Dates go in and out as `datetime.date`; amounts are fen."""

import calendar as month_lengths
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhengtong.kernel import money
from zhengtong.kernel.expressions._types import Declared
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Function:
    """A pure function for expressions. Types are declared as in a Shape; several of one name are overloads.

    A FunctionError (or ValueError) it raises becomes an ExpressionError `failed` with its text.
    """

    name: str
    parameters: tuple[str, ...]
    result: str
    impl: Callable[..., Any]


class FunctionError(ValueError):
    """A function cannot give a value; `text` tells people why. Raised by a Function's `impl`."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def declared(kind: str) -> Declared:
    """A parameter's type as a Shape declares it: `[int]` is a list."""
    return [kind[1:-1]] if kind.startswith("[") else kind


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where there is none (as 民法典 art. 202 ends a period)."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, month_lengths.monthrange(year, month)[1]))


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February in a common year."""
    return add_months(day, 12 * years)


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`; negative when `end` is earlier."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_between(start: date, end: date) -> int:
    """Whole years from `start` to `end`; negative when `end` is earlier."""
    months = months_between(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def age(birth_date: date, on: date) -> int:
    """Full years of age (周岁): a year more on the birthday itself. FunctionError before birth."""
    if on < birth_date:
        raise FunctionError(f"出生日期 {birth_date} 在 {on} 之后", f"born on {birth_date}, after {on}")
    return years_between(birth_date, on)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FunctionError(f"“{text}”不是日期，写成 2026-01-01", f"“{text}” is no date: write 2026-01-01") from None


def _largest(values: Sequence[int]) -> int:
    return max(_not_empty(values))


def _smallest(values: Sequence[int]) -> int:
    return min(_not_empty(values))


def _not_empty(values: Sequence[int]) -> Sequence[int]:
    if not values:
        raise FunctionError("清单是空的", "the list is empty")
    return values


def _joined(texts: Sequence[str], between: str) -> str:
    joined = between.join(texts)
    if len(joined) > _LONGEST:
        raise FunctionError("连起来的文字太长", "the joined text is too long")
    return joined


_LONGEST = 2_000
_TWO_DATES = ("date", "date")
_TWO_INTS = ("int", "int")

STANDARD = (
    Function("date", ("text",), "date", _date),
    Function("age", _TWO_DATES, "int", age),
    Function("years_between", _TWO_DATES, "int", years_between),
    Function("months_between", _TWO_DATES, "int", months_between),
    Function("days_between", _TWO_DATES, "int", lambda start, end: (end - start).days),
    Function("add_days", ("date", "int"), "date", lambda day, days: day + timedelta(days=days)),
    Function("add_months", ("date", "int"), "date", add_months),
    Function("add_years", ("date", "int"), "date", add_years),
    Function("first_of_month", ("date",), "date", lambda day: day.replace(day=1)),
    Function("year", ("date",), "int", lambda day: day.year),
    Function("month", ("date",), "int", lambda day: day.month),
    Function("day", ("date",), "int", lambda day: day.day),
    Function("sum", ("[int]",), "int", sum),
    Function("max", ("[int]",), "int", _largest),
    Function("min", ("[int]",), "int", _smallest),
    Function("max", _TWO_INTS, "int", max),
    Function("min", _TWO_INTS, "int", min),
    Function("max", _TWO_DATES, "date", max),
    Function("min", _TWO_DATES, "date", min),
    Function("round_down", _TWO_INTS, "int", money.round_down),
    Function("round_up", _TWO_INTS, "int", money.round_up),
    Function("round_half_up", _TWO_INTS, "int", money.round_half_up),
    Function("percent_round_down", _TWO_INTS, "int", money.percent_round_down),
    Function("percent_round_up", _TWO_INTS, "int", money.percent_round_up),
    Function("percent_round_half_up", _TWO_INTS, "int", money.percent_round_half_up),
    Function("share_round_down", _TWO_INTS, "int", money.share_round_down),
    Function("share_round_up", _TWO_INTS, "int", money.share_round_up),
    Function("share_round_half_up", _TWO_INTS, "int", money.share_round_half_up),
    Function("join", ("[text]", "text"), "text", _joined),
)
