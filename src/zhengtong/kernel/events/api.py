"""The outbox: announce facts, hear them later, at least once and with one effect."""

import dataclasses
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from zhengtong.kernel import clock, retry
from zhengtong.kernel.events._registry import (
    Handler,
    class_of,
    declared,
    event,
    handlers_of,
    name_of,
    subscribe,
)
from zhengtong.kernel.events.models import Delivery, OutboxEvent

__all__ = ["announce", "declared", "deliver_due", "event", "failing", "overdue", "subscribe", "waiting"]

_BATCH = 100
_LATE = timedelta(minutes=1)
_FOR_OTHERS = timedelta(seconds=2)
_log = logging.getLogger(__name__)


def announce(fact: Any) -> None:
    """Write a fact into the outbox, in the caller's transaction. Nothing is announced outside one."""
    if not connection.in_atomic_block:
        raise RuntimeError("announce() belongs into the transaction that makes the fact true")
    at, name = clock.real_now(), name_of(fact)
    hearers = [handler.name for handler in handlers_of(name)]
    OutboxEvent.objects.create(name=name, payload=dataclasses.asdict(fact), hearers=hearers, at=at, next_at=at)


def deliver_due() -> int:
    """Deliver a batch of due events to their handlers; returns how many events were tried.

    Several workers share one PostgreSQL: each passes over what another is at, and leaves what only another version
    knows to a worker of that version.
    """
    due = OutboxEvent.objects.filter(done=False, next_at__lte=clock.real_now()).order_by("next_at", "id")
    return sum(_deliver(row) for row in list(due[:_BATCH]))


def put_off_ahead(now: datetime) -> QuerySet[OutboxEvent]:
    """Facts that a clock that ran ahead has put off."""
    return OutboxEvent.objects.filter(retry.ahead(now), done=False)


def waiting() -> int:
    """How many announced facts some handler has not yet handled."""
    return OutboxEvent.objects.filter(done=False).count()


def overdue() -> int:
    """How many facts should have been delivered more than a minute ago: the worker is late, or dead. One statement."""
    return OutboxEvent.objects.filter(done=False, next_at__lt=clock.real_now() - _LATE).count()


def failing() -> int:
    """How many facts some handler failed on many times. One statement."""
    return OutboxEvent.objects.filter(done=False, attempts__gte=retry.MANY).count()


def _deliver(row: OutboxEvent) -> bool:
    """Whether it was tried: False when another worker is at it."""
    handled = set(Delivery.objects.filter(event=row).values_list("handler", flat=True))
    ours = handlers_of(row.name)
    left = [handler for handler in ours if handler.name not in handled]
    others = sorted(set(row.hearers or ()) - handled - {handler.name for handler in ours})
    errors: list[str] = []
    for handler in left:
        error = _try(row, handler, is_last=handler is left[-1] and not errors and not others)
        if error is None:
            return False
        if error:
            errors.append(error)
    if errors or not (left or others):
        _save_outcome(row, "\n".join(errors))
    elif others:
        _leave(row, others)
    return True


def _try(row: OutboxEvent, handler: Handler, *, is_last: bool) -> str | None:
    """One attempt of one handler; the error's text, empty when it went well, None when another worker has the event.

    The last that is left ends the event in its own transaction: a commit of its own would wait for the disk once more.
    Any exception is a failure of that handler alone: it is logged, kept in the row and retried, and must not stop
    the other handlers.
    """
    try:
        with transaction.atomic():
            if not _is_ours(row):
                return None
            _, first_time = Delivery.objects.get_or_create(event=row, handler=handler.name)
            if first_time:
                handler.handle(_read(row))
            if is_last:
                _rows(row).update(done=True, attempts=row.attempts + 1, error="")
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        _log.exception("handler %s failed on event %s %s", handler.name, row.name, row.pk)
        return f"{handler.name}: {type(error).__name__}: {error}"
    return ""


def _save_outcome(row: OutboxEvent, error: str) -> None:
    attempts = row.attempts + 1
    next_at = retry.next_attempt(attempts, clock.real_now()) if error else row.next_at
    _as_read(row).update(done=not error, attempts=attempts, error=error, next_at=next_at)


def _leave(row: OutboxEvent, others: list[str]) -> None:
    """Leave it for a worker of another version, which alone knows these handlers. Counted: that none comes is seen."""
    error = f"not of this version: {', '.join(others)}"
    next_at = clock.real_now() + _FOR_OTHERS
    _as_read(row).update(attempts=row.attempts + 1, error=error, next_at=next_at)


def _read(row: OutboxEvent) -> Any:
    """The fact, without fields that only a newer version knows."""
    cls = class_of(row.name)
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(**{name: value for name, value in row.payload.items() if name in known})


def _as_read(row: OutboxEvent) -> QuerySet[OutboxEvent]:
    """The row, unless it was done or put off meanwhile."""
    return _rows(row).filter(done=False, next_at=row.next_at)


def _is_ours(row: OutboxEvent) -> bool:
    """Whether no other worker is at the event, nor has been since it was read; it is held until the transaction ends.
    SQLite has one writer, and its transaction has begun."""
    if not connection.features.has_select_for_update_skip_locked:
        return True
    return bool(_as_read(row).select_for_update(skip_locked=True).values_list("pk"))


def _rows(row: OutboxEvent) -> QuerySet[OutboxEvent]:
    return OutboxEvent.objects.filter(pk=row.pk)
