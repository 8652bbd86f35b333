"""Licences whose number another authority gives: which cases wait for it."""

from datetime import datetime

from zhengtong.delivery.licences import _policy
from zhengtong.delivery.licences._actions import AWAITED, CAME
from zhengtong.delivery.licences.models import AwaitedNumber
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def await_number(case: str, question: str, person: str, *, actor: Actor, at: datetime) -> None:
    """Note in the caller's transaction by which question the number of a case's licence is asked for. Forbidden."""
    _policy.may_await(actor)
    with atomic():
        AwaitedNumber.objects.create(case=case, question=question, person=person, since=at)
        audit.record(actor=actor, at=at, action=AWAITED, on=("case", case), subjects=(person,))


def number_came(case: str, *, actor: Actor, at: datetime) -> None:
    """Note that the number is there: nobody waits for it any more. Forbidden."""
    _policy.may_await(actor)
    with atomic():
        row = AwaitedNumber.objects.select_for_update().get(case=case)
        row.came_at = at
        row.save(update_fields=["came_at"])
        audit.record(actor=actor, at=at, action=CAME, on=("case", case), subjects=(row.person,))


def awaited_by(question: str) -> str | None:
    """The case whose licence waits for the answer to a question. One query."""
    return AwaitedNumber.objects.filter(question=question, came_at=None).values_list("case", flat=True).first()


def awaited_question(case: str) -> str | None:
    """The question by which the number of a case's licence is asked for, while it has not come. One query."""
    return AwaitedNumber.objects.filter(case=case, came_at=None).values_list("question", flat=True).first()
