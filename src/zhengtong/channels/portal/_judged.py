"""The figures we are judged by: how this month's cases went and what people said of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhengtong.channels.ui.api import current_language
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Tally as Cases
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import Tally as Ratings

KEPT_SECONDS = 60.0
PERCENT = "%"
ON_TIME, ON_TIME_OF = (
    Text("按时办结", "Done in time"),
    Text("该办完的 {due} 件里 {on_time} 件", "{on_time} of {due} cases due"),
)
GOOD, GOOD_OF = Text("说满意的", "Satisfied"), Text("{count} 人评了，{good} 人满意", "{good} of {count} who rated")
NOT_RATED, NOBODY = Text("还没有", "none yet"), Text("这个月还没有人评", "Nobody has rated yet this month")
BAD, BAD_UNIT = Text("差评", "Bad ratings"), Text("条", "ratings")
BAD_NOTE = Text("一共 {count} 条评价。差评已经回话 {answered} 条", "of {count} given; {answered} answered so far")
LATE, LATE_UNIT = Text("没按时的", "Late"), Text("件", "cases")
LATE_NOTE = Text("办完时已晚 {closed} 件，还没办完 {overdue} 件", "{closed} closed late, {overdue} still open")


@dataclass(frozen=True, slots=True)
class Judged:
    """The two tallies of a month, and when they were counted (monotonic seconds)."""

    cases: Cases
    ratings: Ratings
    counted: float


class _Kept:
    """The last count of this process."""

    last: Judged | None = None


def judged(at: datetime) -> Judged:
    """Counted once a minute in each process: two SQL statements, or none."""
    last = _Kept.last
    if last is None or clock.monotonic() - last.counted >= KEPT_SECONDS:
        since = at.astimezone(clock.CHINA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        last = Judged(cases.tally(since, at=at), ratings.tally(since), clock.monotonic())
        _Kept.last = last
    return last


def forget() -> None:
    """Count anew at the next look. For tests."""
    _Kept.last = None


def figure_rows(at: datetime) -> list[dict[str, Any]]:
    """Four figures, the bad ones as large as the good; none until something was closed or due this month."""
    found = judged(at)
    if not (found.cases.closed or found.cases.overdue):
        return []
    return [_on_time(found.cases), _good(found.ratings), _bad(found.ratings), _late(found.cases)]


def _on_time(of: Cases) -> dict[str, Any]:
    due = of.on_time + of.late  # the open ones past their promise count against us too
    note = ON_TIME_OF.format(due=f"{due:,}", on_time=f"{of.on_time:,}")
    return _row(ON_TIME, percent(of.on_time, due), PERCENT, note)


def _good(of: Ratings) -> dict[str, Any]:
    if not of.count:
        return _row(GOOD, "–", NOT_RATED, NOBODY)
    return _row(GOOD, percent(of.good, of.count), PERCENT, GOOD_OF.format(count=f"{of.count:,}", good=f"{of.good:,}"))


def _bad(of: Ratings) -> dict[str, Any]:
    return _row(BAD, f"{of.bad:,}", BAD_UNIT, BAD_NOTE.format(count=f"{of.count:,}", answered=f"{of.answered:,}"))


def _late(of: Cases) -> dict[str, Any]:
    note = LATE_NOTE.format(closed=f"{of.closed - of.on_time:,}", overdue=f"{of.overdue:,}")
    return _row(LATE, f"{of.late:,}", LATE_UNIT, note)


def percent(part: int, whole: int) -> str:
    """One decimal, rounded down, so that 100 means all: `98.2`, `100`."""
    tenths = part * 1000 // whole
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _row(label: Text, number: str, unit: Text | str, note: Text) -> dict[str, Any]:
    shown = unit.in_(current_language()) if isinstance(unit, Text) else unit
    return {"label": label, "number": number, "unit": shown, "note": note}
