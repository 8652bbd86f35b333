"""What is done with an open step: on which day, and with what outcome.

Drawn from seed, applicant and step alone, so that a run that was stopped goes on as it would have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhengtong.channels.console.synthesis._answers import Filler
from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.journeys.step_page import OUTCOME, REASON, questions_of
from zhengtong.kernel import calendar, clock
from zhengtong.offer.workflow.data import Outcome, Step

_MOST_DAYS, _LATE, _LATE_DAYS = 3, 0.06, 12
_AGAINST, _ASIDE, _ANY_TIME, _OBJECTS = 0.05, 0.08, 0.03, 0.04
_NO_MORE_LOOPS = 2
_WHY = "按查到的情况，这一步先这样定，理由写在这里。"


@dataclass(frozen=True, slots=True)
class Plan:
    """From which day a step can be done; `seed` decides what is typed then, however often it was tried before."""

    on: date
    seed: str


def plan(seed: int, place: int, row: ProcessStepData, step: Step) -> Plan | None:
    """When somebody will do an open step; None where nobody has to and this case's people do not."""
    own = f"{seed} {place} {row.key.step} {row.key.occurrence}"
    draw = Random(own)  # noqa: S311 invented work, no secret
    if not _is_done(step, row, draw):
        return None
    opened = clock.china_date(row.opened_at)
    on = calendar.add_working_days(opened, _days(draw, row, opened)).date
    if step.visits and row.due:
        on = row.due
    return Plan(on, f"{own} typed")


def typed_for(
    planned: Plan, row: ProcessStepData, step: Step, regions: tuple[str, ...], rules_say: Callable[[], str]
) -> Mapping[str, str]:
    """What is typed into the step; `rules_say` tells `approve`, `refuse` or `person`, as the desk's page does."""
    draw = Random(planned.seed)  # noqa: S311 invented work, no secret
    outcome = _outcome(step, row, draw, rules_say)
    return {**Filler(draw, regions, planned.on).step(questions_of(step)), **outcome}


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


def _outcome(step: Step, row: ProcessStepData, draw: Random, rules_say: Callable[[], str]) -> dict[str, str]:
    if not step.outcomes:
        return {}
    chosen = _chosen(step.outcomes, row.key.occurrence, draw, rules_say())
    return {OUTCOME: chosen.id, **({REASON: _WHY} if chosen.needs_reason or chosen.weighs else {})}


def _chosen(outcomes: tuple[Outcome, ...], occurrence: int, draw: Random, rules_say: str) -> Outcome:
    """What goes on as the rules say; now and then something else, but nobody approves what they refuse, and whoever
    came back twice is not sent back again.

    The first button is the usual one, as the folder lists them.
    """
    against = [one for one in outcomes if one.bad]
    usual = [one for one in outcomes if not (one.bad or one.needs_reason or one.mends)] or list(outcomes)
    chance = draw.random()
    if against and (rules_say == "refuse" or chance < _AGAINST):
        return draw.choice(against)
    aside = [one for one in outcomes if one not in (usual[0], *against) and not one.mends]
    if aside and occurrence <= _NO_MORE_LOOPS and chance > 1 - _ASIDE:
        return draw.choice(aside)
    return usual[0]
