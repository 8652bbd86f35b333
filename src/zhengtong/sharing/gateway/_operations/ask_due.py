"""The worker's part: asking every question that is due, one by one, outside transactions."""

from collections.abc import Collection
from datetime import timedelta

from zhengtong.kernel import clock
from zhengtong.sharing.gateway._exchange import exchange
from zhengtong.sharing.gateway.models import Question

WORKER_SECONDS = 10.0
_LEASE = timedelta(seconds=30)
_BATCH = 20


def ask_due() -> int:
    """Ask up to 20 due questions; returns how many were asked.

    A provider that is down or slow is left alone for the rest of the batch, so that it does not hold up the others.
    """
    silent: set[str] = set()
    asked = 0
    while asked < _BATCH and (question := _claim(silent)):
        outcome = exchange(question, timeout=WORKER_SECONDS, retry=True)
        if outcome.state in ("down", "slow"):
            silent.add(question.resource_id)
        asked += 1
    return asked


def _claim(silent: Collection[str]) -> Question | None:
    """The next due question, its time moved ahead by the lease: no second worker takes it, and none is lost."""
    while True:
        now = clock.real_now()
        due = Question.objects.filter(next_at__lte=now).exclude(resource__in=silent).order_by("next_at", "id")
        question = due.first()
        if question is None:
            return None
        mine = Question.objects.filter(pk=question.pk, next_at=question.next_at).update(next_at=now + _LEASE)
        if mine:
            return question
