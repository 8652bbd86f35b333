"""What a clerk of a case reads of the objections to it. Both looks, at the case and at them, are on the record."""

from dataclasses import dataclass
from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import ObjectionData
from zhengtong.journeys.look_at import look_at
from zhengtong.kernel.actor import Actor

WHY = "看公示的意见"


@dataclass(frozen=True, slots=True)
class ObjectionsPage:
    """The case, what was said to its notice, and whether that is still up."""

    case: CaseData
    objections: tuple[ObjectionData, ...]
    is_up: bool


def objections_page(number: str, *, actor: Actor, at: datetime) -> ObjectionsPage:
    """What a clerk of the case reads; NotFound for all others, and for a clerk who is a party to it.

    Whoever weighs nothing there may write down what people come to say, and reads no objection.
    """

    def said(case: CaseData) -> tuple[ObjectionData, ...]:
        return () if case.in_part else publicity.objections(number, actor=actor, at=at)

    case, objections = look_at(number, said, actor=actor, at=at, reason=WHY)
    return ObjectionsPage(case, objections, publicity.is_up(number, at=at))
