"""What is done with an open step: on which day, and with what outcome.

Drawn from seed, case and step alone, so that a run that was stopped goes on as it would have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhengtong.channels.console.synthesis._answers import Filler
from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.journeys.step_page import OUTCOME, REASON, questions_of
from zhengtong.kernel import calendar, clock
from zhengtong.offer.workflow.data import Outcome, Step

_MOST_DAYS, _LATE, _LATE_DAYS = 3, 0.06, 12
_AGAINST, _ANY_TIME, _OBJECTS = 0.12, 0.03, 0.06
_NO_MORE_LOOPS = 2
_WHY = "按查到的情况，这一步先这样定，理由写在这里。"


@dataclass(frozen=True, slots=True)
class Plan:
    """On which day a step is done, and what is typed then."""

    on: date
    typed: Mapping[str, str]


def plan(seed: int, number: str, row: ProcessStepData, step: Step, regions: tuple[str, ...]) -> Plan | None:
    """What somebody will do with an open step; None where nobody has to and this case's people do not."""
    draw = Random(f"{seed} {number} {row.key.step} {row.key.occurrence}")  # noqa: S311 invented work, no secret
    if not _is_done(step, row, draw):
        return None
    opened = clock.china_date(row.opened_at)
    on = calendar.add_working_days(opened, _days(draw, row, opened)).date
    if step.visits and row.due:
        on = row.due
    return Plan(on, {**Filler(draw, regions, on).page(questions_of(step)), **_outcome(step, row, draw)})


def _is_done(step: Step, row: ProcessStepData, draw: Random) -> bool:
    """What may be done at any time seldom is; a wait for time ends by itself."""
    if row.wait_until is not None or not (row.organisation or row.by_applicant):
        return False
    if not step.stage:
        return draw.random() < _ANY_TIME
    if step.kind == "wait" and not row.by_applicant:
        return draw.random() < _OBJECTS
    return True


def _days(draw: Random, row: ProcessStepData, opened: date) -> int:
    """Working days until it is done: a few, within its limit, and now and then too many."""
    if draw.random() < _LATE:
        return draw.randint(_MOST_DAYS, _LATE_DAYS)
    within = (row.due - opened) // timedelta(days=1) if row.due else _MOST_DAYS
    return draw.randint(0, max(1, min(_MOST_DAYS, within)))


def _outcome(step: Step, row: ProcessStepData, draw: Random) -> dict[str, str]:
    if not step.outcomes:
        return {}
    chosen = _chosen(step.outcomes, row.key.occurrence, draw)
    return {OUTCOME: chosen.id, **({REASON: _WHY} if chosen.needs_reason else {})}


def _chosen(outcomes: tuple[Outcome, ...], occurrence: int, draw: Random) -> Outcome:
    """Mostly what goes on without a reason; whoever came back twice is not sent back again."""
    plain = [one for one in outcomes if not (one.bad or one.needs_reason or one.mends)] or list(outcomes)
    others = [one for one in outcomes if one not in plain and not one.mends]
    if others and occurrence <= _NO_MORE_LOOPS and draw.random() < _AGAINST:
        return draw.choice(others)
    return plain[0] if occurrence > _NO_MORE_LOOPS else draw.choice(plain)
