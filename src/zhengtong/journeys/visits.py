"""The visit of a case: from which slots it is chosen, when it is booked, and when it is over."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys._doers import office_of
from zhengtong.kernel.actor import Actor, system
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow.data import Outcome, Position, Slots, Step
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import Closed, NewVisit, Slot, Timetable, Visit

ACTOR = system("appointments")


def about(number: str) -> tuple[str, str]:
    """What the visit of a case is about."""
    return ("case", number)


def timetable_of(case: CaseData, version: ServiceVersion, slots: Slots) -> Timetable:
    """The timetable of the office that comes to this applicant."""
    organisation, permission = office_of(case, version, slots.lane)
    return Timetable(organisation, permission, slots.weekdays, slots.times, slots.each, slots.earliest, slots.latest)


def book(case: CaseData, version: ServiceVersion, slots: Slots, slot: Slot, *, actor: Actor, at: datetime) -> None:
    """Book what the applicant chose, in the caller's transaction. SlotTaken, SlotNotOffered."""
    summary = case.summary
    new = NewVisit(
        about=about(summary.number),
        title=summary.service_name,
        people=tuple(dict.fromkeys((summary.operator, summary.applicant))),
        address=str(case.fields["answers"].get(slots.address, "")),
    )
    appointments.book(new, timetable_of(case, version, slots), slot, actor=actor, at=at)


def settle(number: str, step: Step, outcome: Outcome | None, after: Position, *, at: datetime) -> None:
    """Close the visit when its step is done, and when nothing waits for it any more; in the caller's transaction."""
    state: Closed | None = None
    if step.visits:
        state = "called_off" if outcome and outcome.calls_off else "over"
    elif after.end:
        state = "not_needed"
    if state:
        appointments.close(about(number), state, actor=ACTOR, at=at)


def visit_of(number: str) -> Visit | None:
    """The visit booked for a case. One statement."""
    return appointments.visit_about(about(number))
