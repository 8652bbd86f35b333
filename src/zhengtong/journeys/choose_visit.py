"""The applicant chooses when the office comes, and again until the day before, or when nobody came."""

from collections.abc import Mapping
from datetime import date, datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, StepKey
from zhengtong.journeys import visits
from zhengtong.journeys._process import Act, move_on, process_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.day_words import day_words
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow.data import Doing, Slots
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import Slot, SlotNotOffered, SlotTaken, Visit

SLOT = "slot"
CHOOSE = Text("选一个时间", "Choose a time")
MOVED = Text("上门改到{day} {time}", "The visit was moved to {day} {time}")


def free_slots(case: CaseData, slots: Slots) -> tuple[Slot, ...]:
    """What the applicant of a case may choose from now."""
    timetable = visits.timetable_of(case, catalogue.version(case.service_hash), slots)
    return appointments.free_slots(timetable, clock.today())


def choose_slot(
    case: CaseData, key: StepKey, slots: Slots, typed: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    """Book the slot that was chosen and end the step of choosing. Invalid when none is chosen, it is not offered or it
    is taken by now."""
    slot = _chosen(typed)
    doing = Doing(key.step, key.occurrence, result={"day": slot.day.isoformat(), "time": slot.time})
    try:
        move_on(case.summary.number, Act(doing, slot=slot), actor=actor, at=at)
    except (SlotTaken, SlotNotOffered) as refusal:
        raise _refused(refusal) from refusal


def move_visit(number: str, typed: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Move the visit of a case to another slot. NotFound where none is booked, TooLateToMove, Invalid as above."""
    case, slot = cases.case(number, actor=actor, at=at), _chosen(typed)
    row, slots = _visiting(case), slots_of(case)
    if row is None or slots is None:
        raise NotFound()
    timetable = visits.timetable_of(case, catalogue.version(case.service_hash), slots)
    moved = MOVED.format(day=day_words(slot.day), time=slot.time)
    try:
        with atomic():
            appointments.move(visits.about(number), timetable, slot, actor=actor, at=at)
            cases.reschedule_step(number, row.key, slot.day, moved, actor=visits.ACTOR, at=at)
    except (SlotTaken, SlotNotOffered) as refusal:
        raise _refused(refusal) from refusal


def may_move(visit: Visit, today: date) -> bool:
    """Whether the applicant may move a visit: until the day before, and when its day has passed without it."""
    return today != visit.slot.day


def slots_of(case: CaseData) -> Slots | None:
    """From which slots the visit of a case was chosen."""
    steps = process_of(catalogue.version(case.service_hash)).steps
    done = [row for row in cases.process_steps(case.summary.number) if row.state == "done"]
    return next((slots for row in reversed(done) if (slots := steps[row.key.step].slots)), None)


def _visiting(case: CaseData) -> ProcessStepData | None:
    """The open step that is the visit."""
    steps = process_of(catalogue.version(case.service_hash)).steps
    rows = cases.process_steps(case.summary.number)
    return next((row for row in rows if row.state == "open" and steps[row.key.step].visits), None)


def read_slot(key: str) -> Slot | None:
    """The slot of a key as browsers post it; None for what is none."""
    day, _, time = key.partition("T")
    try:
        return Slot(date.fromisoformat(day), time)
    except ValueError:
        return None


def _chosen(typed: Mapping[str, str]) -> Slot:
    slot = read_slot(typed.get(SLOT, ""))
    if slot is None:
        raise Invalid([FieldProblem(SLOT, "required", CHOOSE)])
    return slot


def _refused(refusal: SlotTaken | SlotNotOffered) -> Invalid:
    code = "taken" if isinstance(refusal, SlotTaken) else "not_offered"
    return Invalid([FieldProblem(SLOT, code, Text(refusal.message("zh-Hans"), refusal.message("en")))])
