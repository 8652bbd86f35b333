"""Asking again without waiting for the next time."""

from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions, _policy
from zhengtong.sharing.gateway._states import RETRIED
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit


def retry_now(question_id: str, *, actor: Actor, at: datetime) -> None:
    """Make a waiting, failing, refused or lapsed question due at once. For staff of the asking organisation.

    One that is being asked at this moment is left alone: a second worker must not ask beside the first. NotFound for
    others; Conflict when the question is no longer waiting for its provider.
    """
    now = clock.real_now()
    with atomic():
        question = Question.objects.select_for_update().filter(pk=question_id).first()
        if question is None:
            raise NotFound()
        _policy.may_retry(question, actor)
        if not _is_open(question):
            raise Conflict()
        if question.taken_until is None or question.taken_until <= now:
            question.next_at = now
            question.save(update_fields=["next_at"])
        audit.record(actor=actor, at=at, action=_actions.RETRIED, on=("question", question_id))


def _is_open(question: Question) -> bool:
    """Whether the question waits for its provider, or is refused until people have talked."""
    is_refused = question.state == "refused" and question.use == "check"
    return is_refused or (question.state in RETRIED and question.next_at is not None)
