"""Sending what is due, each way by itself: a mail server that is away holds up no text message."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import QuerySet

from zhengtong.kernel import clock, retry
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.notices import ports
from zhengtong.office.notices._words import NEWS
from zhengtong.office.notices.models import Outgoing, OutgoingMail, OutgoingText
from zhengtong.office.notices.ports import Away, Mail, NotConfigured, NothingSent, NotSent, Refused, TextMessage

LAST_ATTEMPT = 100
"""About four days by the schedule of `kernel.retry`."""

_BATCH = 20
_LEASE = timedelta(minutes=2)
_UNTIL_CONFIGURED = timedelta(minutes=1)
_Row = TypeVar("_Row", OutgoingMail, OutgoingText)


def deliver_due() -> int:
    """Send the mails that are due; returns how many were tried. One that another worker has taken is left alone.

    When no server takes mails the others of the batch are not tried: each would wait as long for the same answer.
    """
    forbid_in_transaction("sending mail")
    return _deliver(OutgoingMail, lambda row: ports.driver().send(_mail(row)))


def deliver_texts_due() -> int:
    """Send the text messages that are due, as `deliver_due` does mails."""
    forbid_in_transaction("sending a text message")
    return _deliver(OutgoingText, lambda row: ports.text_driver().send(TextMessage(row.to, row.words, row.message_id)))


def failing() -> int:
    """How many mails wait that were tried many times. One statement."""
    return OutgoingMail.objects.filter(state="waiting", attempts__gte=retry.MANY).count()


def failing_texts() -> int:
    """How many text messages wait that were tried many times. One statement."""
    return OutgoingText.objects.filter(state="waiting", attempts__gte=retry.MANY).count()


def mails_ahead(now: datetime) -> QuerySet[OutgoingMail]:
    """Mails that a clock that ran ahead has put off."""
    return OutgoingMail.objects.filter(retry.ahead(now, lease=_LEASE), state="waiting")


def texts_ahead(now: datetime) -> QuerySet[OutgoingText]:
    """Text messages that a clock that ran ahead has put off."""
    return OutgoingText.objects.filter(retry.ahead(now, lease=_LEASE), state="waiting")


def _deliver(model: type[_Row], send: Callable[[_Row], None]) -> int:
    waiting = model._default_manager.filter(state="waiting", next_at__lte=clock.real_now())
    due = waiting.order_by("next_at", "id")
    tried = 0
    for row in due.select_related("notice")[:_BATCH]:
        if _take(row):
            tried += 1
            if not _send(row, send):
                break
    return tried


def _take(row: OutgoingMail | OutgoingText) -> bool:
    """Put the next attempt off, so that no other worker sends the same message at the same time."""
    later = clock.real_now() + _LEASE
    mine = type(row)._default_manager.filter(pk=row.pk, state="waiting", next_at=row.next_at)
    return mine.update(next_at=later) == 1


def _send(row: _Row, send: Callable[[_Row], None]) -> bool:
    """Try one message; False when nobody takes any."""
    try:
        send(row)
    except NothingSent as nothing:
        _note(row, state="unsent", error=str(nothing))
    except Refused as error:
        _note(row, state="failed", error=str(error))
    except NotConfigured as error:
        _put_off(row, error)
        return False
    except NotSent as error:
        _note(row, state="failed" if row.attempts + 1 >= LAST_ATTEMPT else "waiting", error=str(error))
        return not isinstance(error, Away)
    else:
        _note(row, state="sent", error="")
    return True


def _put_off(row: Outgoing, error: NotConfigured) -> None:
    """Wait until there is a server, however long that takes: it is no attempt."""
    _write(row, error=str(error), next_at=clock.real_now() + _UNTIL_CONFIGURED)


def _note(row: Outgoing, *, state: str, error: str) -> None:
    now, attempts = clock.real_now(), row.attempts + 1
    again, sent = retry.next_attempt(attempts, now), now if state == "sent" else None
    _write(row, state=state, error=error[:300], attempts=attempts, next_at=again, sent_at=sent)


def _write(row: Outgoing, **what: Any) -> None:
    """Only while it waits: a worker whose lease ran out comes too late to say how the message ended."""
    type(row)._default_manager.filter(pk=row.pk, state="waiting").update(**what)


def _mail(row: OutgoingMail) -> Mail:
    """Both languages in one mail: Chinese first, English below."""
    notice = row.notice
    parts = [part for part in (notice.body_zh, notice.body_en) if part]
    return Mail(to=row.to, subject=row.subject or NEWS.zh, body="\n\n".join(parts), message_id=row.message_id)
