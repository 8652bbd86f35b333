"""Asking again without waiting for the next time."""

from datetime import datetime

from django.db.models import Q, QuerySet

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions, _policy
from zhengtong.sharing.gateway._states import RETRIED
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit


def retry_now(question_id: str, *, actor: Actor, at: datetime) -> None:
    """Make a waiting, failing or refused question due at once. For staff of the asking organisation.

    NotFound for others; Conflict when the question is no longer waiting for its provider.
    """
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise NotFound()
    _policy.may_retry(question, actor)
    with atomic():
        if not _open(question_id).update(next_at=clock.real_now()):
            raise Conflict()
        audit.record(actor=actor, at=at, action=_actions.RETRIED, on=("question", question_id))


def _open(question_id: str) -> QuerySet[Question]:
    """The question while it waits for its provider, or is refused until people have talked."""
    waits = Q(state__in=RETRIED, next_at__isnull=False) | Q(state="refused", use="check")
    return Question.objects.filter(waits, pk=question_id)
