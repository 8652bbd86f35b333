"""A case was decided without some answers: nobody asks for them any more."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions, _policy
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit


def end_questions(reference: str, *, actor: Actor, at: datetime) -> None:
    """End every question of a case or application that has no answer. For staff of the asking organisation.

    Data may be asked for only while something is to be decided. An answer that is on its way is still kept. NotFound
    for others.
    """
    with atomic():
        rows = Question.objects.select_for_update().filter(reference=reference, answered_at__isnull=True)
        for question in rows.exclude(state="ended").order_by("pk"):
            _policy.may_retry(question, actor)
            question.state, question.next_at = "ended", None
            question.save(update_fields=["state", "next_at"])
            audit.record(actor=actor, at=at, action=_actions.ENDED, on=("question", question.pk))
