"""How much waits for a clerk: open cases of the office, steps of other offices' cases, and what else is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhengtong.channels.desk._words import lamp_of
from zhengtong.delivery.cases.data import Chosen, WaitingStep
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.office.duties.data import DutyData

TO_DECIDE = "case"
"""The duty to decide a case: the case is among the open ones of the office."""

URGENCY = ("", "near", "late")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Pieces of work: all, of these late and due soon, and the cases a person has to decide. A case of the office and
    its own step are one piece."""

    all: int
    late: int
    near: int
    person: int


def waiting(
    actor: Actor,
    counts: Mapping[Chosen, int],
    steps: Sequence[WaitingStep],
    duties: Sequence[DutyData],
    asked: int = 0,
) -> Waiting:
    """What waits for the post of a clerk; `counts` are those of the office's open cases, `asked` what waits for this
    clerk's word or presence: steps of others to confirm, signatures to take."""
    other_steps = [one for one in steps if one.summary.organisation != actor.organisation]
    others = [one for one in duties if one.kind != TO_DECIDE]
    # A step of the office's own case is told of only where it is more urgent than the case.
    own = [one for one in steps if one not in other_steps and _more_urgent(one)]
    lamps = [*map(_lamp, [*other_steps, *own]), *(one.lamp for one in others)]
    return Waiting(
        all=counts[""] + len(other_steps) + len(others) + asked,
        late=counts["late"] + lamps.count("late"),
        near=counts["near"] + lamps.count("near"),
        person=counts["person"],
    )


def _lamp(one: WaitingStep) -> str:
    return lamp_of(one.due, clock.today())[1]


def _more_urgent(one: WaitingStep) -> bool:
    of_case = lamp_of(one.summary.promised_due, clock.today())[1]
    return URGENCY.index(_lamp(one)) > URGENCY.index(of_case)
