"""Months, each named by its first day."""

import calendar
from collections.abc import Iterator
from datetime import date


def month_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """So many months later, or earlier."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def day_of(month: date, day: int) -> date:
    """A day of a month, its last one where the month is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def months_between(after: date, through: date) -> Iterator[date]:
    """The months after one, up to and with another."""
    month = add_months(after, 1)
    while month <= through:
        yield month
        month = add_months(month, 1)
