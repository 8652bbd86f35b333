"""Steps nobody does by hand: the platform's own, those that wait for departments, those that wait for a day."""

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, StepKey
from zhengtong.delivery.cases.events import EvidenceKept, StepOpened
from zhengtong.journeys._asking import ask_who_signed, begin_asked
from zhengtong.journeys._process import ACTOR, Act, lacking, move_on, step_of
from zhengtong.journeys.objections import what_ends
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Conflict
from zhengtong.offer.workflow.data import Doing, StepNotOpen

_BATCH = 50


def when_opened(event: StepOpened) -> None:
    """Finish the platform's own step, and one that waits for answers that are all here already.

    Somebody may have signed while the step was being opened: then their answers can be asked for now.
    """
    if event.kind == "evidence":
        ask_who_signed(event.number, at=clock.now())
        begin_asked(event.number, at=clock.now())
    key = StepKey(event.step, event.occurrence)
    _finish_own(event.number, [one for one in cases.process_steps(event.number) if one.key == key])


def when_answered(event: EvidenceKept) -> None:
    """A department has answered: a step that waited for that alone goes on by itself."""
    _finish_own(event.number, [one for one in cases.process_steps(event.number) if one.kind == "evidence"])


def end_waits_due() -> int:
    """End every wait whose day is over, each in a transaction of its own; returns how many. For the worker."""
    over = cases.waits_over(_BATCH)
    for number, key in over:
        _finish(number, what_ends(number, key))
    return len(over)


def run_stopped_clocks() -> int:
    """Let every clock run again that has stood as long as its article allows; returns how many. For the worker."""
    return cases.stops_over(actor=ACTOR, at=clock.now())


def _finish_own(number: str, steps: list[ProcessStepData]) -> None:
    """Finish those of the steps that are the platform's and wait for nothing."""
    case = cases.case(number, actor=ACTOR, at=clock.now())
    for step in steps:
        if step.state == "open" and not step.organisation and _is_ready(case, step):
            _finish(number, Doing(step.key.step, step.key.occurrence))


def _is_ready(case: CaseData, step: ProcessStepData) -> bool:
    return step.kind == "system" or (step.kind == "evidence" and not lacking(case, step_of(case, step.key)))


def _finish(number: str, doing: Doing) -> None:
    """Somebody else may have ended it, or the whole case, a moment before: then nothing is left to do."""
    try:
        move_on(number, Act(doing), actor=ACTOR, at=clock.now())
    except (Conflict, StepNotOpen):
        return
