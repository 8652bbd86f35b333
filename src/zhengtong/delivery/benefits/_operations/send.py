"""Confirmed lists go to the bank: the file first, then the row; either may be cut off, the next run starts again."""

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet

from zhengtong.delivery.benefits import _actions, ports
from zhengtong.delivery.benefits._rows import as_account
from zhengtong.delivery.benefits.events import ListSent
from zhengtong.delivery.benefits.models import MonthList, Payment
from zhengtong.kernel import clock, retry
from zhengtong.kernel.actor import system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic, forbid_in_transaction
from zhengtong.trust.audit import api as audit

_BATCH = 10
_LEASE = timedelta(minutes=2)
_ACTOR = system("benefits")
_UNEXPECTED = Text("文件没写成，会再试。", "The file could not be written; it is tried again.")
_log = logging.getLogger(__name__)


def send_due() -> int:
    """Hand the confirmed lists to the bank; returns how many were tried. One another worker has taken is left alone."""
    forbid_in_transaction("writing a payment file")
    due = MonthList.objects.filter(state="confirmed", next_at__lte=clock.real_now()).order_by("next_at", "pk")
    tried = 0
    for row in due[:_BATCH]:
        if _take(row):
            _try(row)
            tried += 1
    return tried


def put_off_ahead(now: datetime) -> QuerySet[MonthList]:
    """Lists that a clock that ran ahead has put off."""
    return MonthList.objects.filter(retry.ahead(now, lease=_LEASE), state="confirmed")


def _take(row: MonthList) -> bool:
    later = clock.real_now() + _LEASE
    return MonthList.objects.filter(pk=row.pk, state="confirmed", next_at=row.next_at).update(next_at=later) == 1


def _try(row: MonthList) -> None:
    """One attempt. Any exception is this list's own failure: kept in its row, retried, no hindrance to others."""
    try:
        _settle(row, ports.driver().put(batch_of(row)))
    except ports.BankNotReady as error:
        _postpone(row, error.text)
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        _log.warning("list %s could not be sent: %s", row.pk, type(error).__name__)
        _postpone(row, _UNEXPECTED)


def batch_of(row: MonthList) -> ports.Batch:
    """The list as the bank gets it: made from rows that do not change any more, so always the same."""
    payments = Payment.objects.filter(list=row).select_related("entitlement").order_by("pk")
    rows = tuple(
        ports.BatchRow(
            reference=payment.reference,
            name=payment.entitlement.person_name,
            id_number=payment.entitlement.id_number,
            account=as_account(payment.account),
            amount_fen=payment.amount_fen,
        )
        for payment in payments
    )
    on = clock.china_date(row.confirmed_at or row.drafted_at)
    return ports.Batch(row.pk, row.organisation_id, row.month, on, rows)


def _settle(row: MonthList, written: ports.Written) -> None:
    """The list is with the bank: once, whoever was first."""
    at = clock.now()
    with atomic():
        changed = MonthList.objects.filter(pk=row.pk, state="confirmed").update(
            state="sent", sent_at=at, file_name=written.name, file_sha256=written.sha256, next_at=None, error={}
        )
        if not changed:
            return
        Payment.objects.filter(list=row).update(state="sent")
        detail = {"file": written.name, "sha256": written.sha256, "rows": row.rows, "total_fen": row.total_fen}
        audit.record(actor=_ACTOR, at=at, action=_actions.SENT, on=("benefit_list", row.pk), detail=detail)
        events.announce(ListSent(row.pk))


def _postpone(row: MonthList, why: Text) -> None:
    attempts = row.attempts + 1
    MonthList.objects.filter(pk=row.pk, state="confirmed").update(
        attempts=attempts, next_at=retry.next_attempt(attempts, clock.real_now()), error=why.plain()
    )
