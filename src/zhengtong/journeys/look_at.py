"""A look at a case that finds what was asked for. One that finds nothing was no look, and nobody is told of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, PaperData, StepKey
from zhengtong.journeys.standing import is_for
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic

Found = TypeVar("Found")


def look_at(
    number: str, find: Callable[[CaseData], Found], *, actor: Actor, at: datetime, reason: str = ""
) -> tuple[CaseData, Found]:
    """The case as `cases.case` gives it, and what `find` finds in it; where that raises, the look is not on the
    record."""
    with atomic():
        case = cases.case(number, actor=actor, at=at, reason=reason)
        return case, find(case)


def look_at_step(number: str, key: StepKey, *, actor: Actor, at: datetime, reason: str) -> CaseData:
    """The case, for who may do this step now, or may see what came of it. NotFound."""

    def is_there(case: CaseData) -> None:
        rows = (one for one in cases.process_steps(case.summary.number) if one.key == key)
        if not any(one.state == "done" or (one.state == "open" and is_for(one, actor)) for one in rows):
            raise NotFound()

    return look_at(number, is_there, actor=actor, at=at, reason=reason)[0]


def look_at_paper(number: str, name: str, *, actor: Actor, at: datetime, reason: str) -> PaperData:
    """A paper of the case that is made and the actor may read. NotFound."""

    def made(case: CaseData) -> PaperData:
        found = next((one for one in case.papers if one.name == name and one.state == "made"), None)
        if found is None:
            raise NotFound()
        return found

    return look_at(number, made, actor=actor, at=at, reason=reason)[1]


def look_to_correct(number: str, *, actor: Actor, at: datetime, reason: str) -> CaseData:
    """The case, for a clerk who may say that something in it is wrong: not in their own. NotFound."""

    def is_anothers(case: CaseData) -> None:
        if not cases.works_desk(actor) or cases.is_own(actor, case.summary):
            raise NotFound()

    return look_at(number, is_anothers, actor=actor, at=at, reason=reason)[0]
