"""The worker's part: asking every question that is due, one by one, outside transactions."""

import logging
import traceback
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhengtong.kernel import clock
from zhengtong.kernel import retry as schedule
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway._exchange import exchange
from zhengtong.sharing.gateway.models import Attempt, Question

WORKER_SECONDS = 10.0
_LEASE = timedelta(seconds=30)
_BATCH = 20
_log = logging.getLogger(__name__)


def ask_due() -> int:
    """Ask up to 20 due questions; returns how many were asked.

    A provider that is down or slow is left alone for the rest of the batch, so that it does not hold up the others.
    """
    forbid_in_transaction("asking departments")
    silent: set[str] = set()
    asked = 0
    while asked < _BATCH and (question := _claim(silent)):
        if _state_after(question) in ("down", "slow"):
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
        until = now + _LEASE
        free = Question.objects.filter(pk=question.pk, next_at=question.next_at)
        if free.update(next_at=until, taken_until=until):
            question.taken_until = until
            return question


def put_off_ahead(now: datetime) -> QuerySet[Question]:
    """Questions put off by a clock that ran ahead. When a provider that has taken one is asked again is for the
    provider to say, so that it was told so too late is seen by the newest attempt: by its end, or, where a worker was
    killed in it, by its beginning. An older one says nothing: it has been asked again since, by the right clock."""
    is_taken = Q(state__in=("accepted", "overdue"))
    attempts = Attempt.objects.filter(question=OuterRef("pk")).order_by("-id")
    told = Subquery(attempts.values(told=Coalesce("ended_at", "sent_at"))[:1])
    told_ahead = is_taken & Q(told__gt=now + schedule.CLOCKS_DIFFER)
    put_off = schedule.ahead(now, lease=_LEASE, attempts="failures") & ~is_taken
    return Question.objects.filter(next_at__gt=now).alias(told=told).filter(put_off | told_ahead)


def _state_after(question: Question) -> str:
    """Ask, and the state it led to. Whatever goes wrong is this question's own failure and must not stop the others."""
    try:
        return exchange(question, timeout=WORKER_SECONDS, retry=True).state
    except Exception as error:  # noqa: BLE001 -- the worker's edge
        # Neither message nor traceback: they may hold what was asked or answered.
        place = traceback.extract_tb(error.__traceback__)[-1]
        _log.error("%s at %s:%s on question %s", type(error).__name__, place.filename, place.lineno, question.pk)
        _put_off(question)
        return question.state


def _put_off(question: Question) -> None:
    failures = question.failures + 1
    mine = Question.objects.filter(pk=question.pk, taken_until=question.taken_until, next_at__isnull=False)
    mine.update(failures=failures, next_at=schedule.next_attempt(failures, clock.real_now()), taken_until=None)
