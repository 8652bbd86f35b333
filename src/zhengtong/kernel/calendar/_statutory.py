"""The holidays fixed by 全国年节及纪念日放假办法 art. 2 (as revised by State Council decree 795, in force 2025-01-01).

Thirteen days: 元旦 1 January; 春节 the eve and the first three days of the lunar year; 清明; 劳动节 1 and 2 May;
端午 (lunar 5/5); 中秋 (lunar 8/15); 国庆 1 to 3 October. Article 2 was read as quoted word for word in public copies of
the decree, not in the gazette itself. Art. 6 makes up holidays that fall on a weekend; on which working day, only the
year's notice says, so nothing is made up here.

The movable days are a table: two independent calendar libraries (borax 4.1.3, cnlunar 0.2.5) gave the same date for
every entry; neither is needed at run time.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))

# year: first day of the lunar year, 清明, 端午, 中秋; each (month, day)
_MOVABLE = {
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
    2036: ((1, 28), (4, 4), (5, 30), (10, 4)),
    2037: ((2, 15), (4, 4), (6, 18), (9, 24)),
    2038: ((2, 4), (4, 5), (6, 7), (9, 13)),
    2039: ((1, 24), (4, 5), (5, 27), (10, 2)),
    2040: ((2, 12), (4, 4), (6, 14), (9, 20)),
}

FIRST_YEAR = min(_MOVABLE)
LAST_YEAR = max(_MOVABLE)


@cache
def statutory_holidays(year: int) -> frozenset[date]:
    """The statutory holidays of a year. Outside 2025–2040 only those on fixed dates are known."""
    return frozenset(date(year, month, day) for month, day in _FIXED) | frozenset(_movable(year))


def _movable(year: int) -> Iterator[date]:
    if year not in _MOVABLE:
        return
    new_year, *festivals = (date(year, month, day) for month, day in _MOVABLE[year])
    yield from (new_year + timedelta(days=shift) for shift in (-1, 0, 1, 2))
    yield from festivals
