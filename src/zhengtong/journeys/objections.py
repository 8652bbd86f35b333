"""Somebody objects to what is put up in public: an office gets a duty, and the days end in the way for objections."""

from collections.abc import Sequence

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, StepKey
from zhengtong.delivery.cases.events import CaseDecided
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.events import AllLookedAt, Objected
from zhengtong.journeys._process import process_of, step_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow.data import Doing
from zhengtong.office.duties import api as duties

ACTOR = system("objections")
DUTY = "objection"
# desk only
TITLE = Text("{service}：公示有人提了意见，请看", "{service}: somebody objects to a public notice; please look")


def when_objected(event: Objected) -> None:
    """Open a duty of the office that takes objections, due the next working day; one for all that nobody has looked
    at yet, and none where the case was decided a moment before."""
    at = clock.now()
    case = cases.case(event.case, actor=ACTOR, at=at)
    steps = process_of(catalogue.version(case.service_hash)).steps
    takes = steps[event.step].objections
    rows = [one for one in cases.process_steps(event.case) if takes and one.key.step == takes.leads_to]
    if not rows or case.decided_at or not publicity.counted(event.case)[1]:
        return
    name = case.summary.service_name
    duties.open_duty(
        kind=DUTY,
        organisation=rows[-1].organisation,
        permission=rows[-1].permission,
        title=Text(TITLE.zh.format(service=name.zh), TITLE.en.format(service=name.in_("en"))),
        about=("case", event.case),
        due=publicity.look_by(at),
        actor=ACTOR,
        at=at,
    )


def when_all_looked_at(event: AllLookedAt) -> None:
    """The duty is done, unless another objection came meanwhile."""
    if publicity.counted(event.case)[1]:
        return
    _close(event.case)


def when_decided(event: CaseDecided) -> None:
    """Nobody is chased any more about objections to a case that has ended; they can still be answered."""
    _close(event.number)


def _close(number: str) -> None:
    for duty in duties.open_about(("case", number)):
        if duty.kind == DUTY:
            duties.close_duty(duty.id, actor=ACTOR, at=clock.now())


def what_ends(number: str, key: StepKey) -> Doing:
    """What ends a wait whose day is over: the day; or, where somebody objected meanwhile, the message for that.

    Nobody weighs first whether an objection is a good one: laws know 期满无异议 and 有异议 and nothing between them
    (民发〔2021〕57号 art. 19).
    """
    itself = Doing(key.step, key.occurrence)
    takes = step_of(cases.case(number, actor=ACTOR, at=clock.now()), key).objections
    open_now = {one.key: one for one in cases.process_steps(number) if takes and one.state == "open"}
    if takes is None or key not in open_now or not publicity.objected(number, key.step, open_now[key].opened_at):
        return itself
    message = next((one for one in open_now if one.step == takes.leads_to), None)
    return Doing(message.step, message.occurrence) if message else itself


def was_objected(case: CaseData, done: Sequence[ProcessStepData]) -> bool:
    """Whether an objection to a public notice is among the finished steps of a case, whoever read it."""
    steps = process_of(catalogue.version(case.service_hash)).steps
    led_to = {step.objections.leads_to for step in steps.values() if step.objections}
    return any(one.key.step in led_to for one in done)


def takes_objections(case: CaseData) -> bool:
    """Whether the process of a case puts something up in public that people may object to."""
    version = catalogue.version(case.service_hash)
    if version.service.process != "bpmn":
        return False
    return any(step.objections for step in process_of(version).steps.values())
