"""Steps nobody does by hand: the platform's own, those that wait for departments, those that wait for a day."""

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProcessStepData, StepKey
from zhengtong.delivery.cases.events import EvidenceComplete, StepOpened
from zhengtong.journeys._process import ACTOR, Act, move_on
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Conflict
from zhengtong.offer.workflow.data import Doing, StepNotOpen

_BATCH = 50


def when_opened(event: StepOpened) -> None:
    """Finish the platform's own step, and one that waits for answers that are all here already."""
    case = cases.case(event.number, actor=ACTOR, at=clock.now())
    key = StepKey(event.step, event.occurrence)
    if event.kind == "system" or (event.kind == "evidence" and not case.missing):
        _finish_own(event.number, [one for one in cases.process_steps(event.number) if one.key == key])


def when_answered(event: EvidenceComplete) -> None:
    """Every department has answered: what waited for that alone goes on by itself."""
    waiting = [one for one in cases.process_steps(event.number) if one.kind == "evidence"]
    _finish_own(event.number, waiting)


def end_waits_due() -> int:
    """End every wait whose day is over, each in a transaction of its own; returns how many. For the worker."""
    over = cases.waits_over(_BATCH)
    for number, key in over:
        _finish(number, key)
    return len(over)


def run_stopped_clocks() -> int:
    """Let every clock run again that has stood as long as its article allows; returns how many. For the worker."""
    return cases.stops_over(actor=ACTOR, at=clock.now())


def _finish_own(number: str, steps: list[ProcessStepData]) -> None:
    for step in steps:
        if step.state == "open" and not step.organisation:
            _finish(number, step.key)


def _finish(number: str, key: StepKey) -> None:
    """Somebody else may have ended it, or the whole case, a moment before: then nothing is left to do."""
    try:
        move_on(number, Act(Doing(key.step, key.occurrence)), actor=ACTOR, at=clock.now())
    except (Conflict, StepNotOpen):
        return
