"""Sending mails that are due."""

from datetime import timedelta

from zhengtong.kernel import clock, retry
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.notices import ports
from zhengtong.office.notices.models import OutgoingMail
from zhengtong.office.notices.ports import Mail, MailNotSent, MailRefused

LAST_ATTEMPT = 100
"""About four days by the schedule of `kernel.retry`."""

_BATCH = 20
_LEASE = timedelta(minutes=2)


def deliver_due() -> int:
    """Send the mails that are due; returns how many were tried. One that another worker has taken is left alone."""
    forbid_in_transaction("sending mail")
    due = OutgoingMail.objects.filter(state="waiting", next_at__lte=clock.real_now()).order_by("next_at", "id")
    tried = 0
    for row in due.select_related("notice")[:_BATCH]:
        if _take(row):
            _send(row)
            tried += 1
    return tried


def _take(row: OutgoingMail) -> bool:
    """Put the next attempt off, so that no other worker sends the same mail at the same time."""
    later = clock.real_now() + _LEASE
    return OutgoingMail.objects.filter(pk=row.pk, state="waiting", next_at=row.next_at).update(next_at=later) == 1


def _send(row: OutgoingMail) -> None:
    try:
        ports.driver().send(_mail(row))
    except MailRefused as error:
        _note(row, state="failed", error=str(error))
    except MailNotSent as error:
        _note(row, state="failed" if row.attempts + 1 >= LAST_ATTEMPT else "waiting", error=str(error))
    else:
        _note(row, state="sent", error="")


def _note(row: OutgoingMail, *, state: str, error: str) -> None:
    now = clock.real_now()
    row.state, row.error = state, error[:300]
    row.attempts += 1
    row.next_at = retry.next_attempt(row.attempts, now)
    row.sent_at = now if state == "sent" else None
    row.save(update_fields=["state", "error", "attempts", "next_at", "sent_at"])


def _mail(row: OutgoingMail) -> Mail:
    """Both languages in one mail: Chinese first, English below."""
    notice = row.notice
    subject = Text.read(notice.subject)
    parts = [part for part in (notice.body_zh, notice.body_en) if part]
    return Mail(to=row.to, subject=subject.zh, body="\n\n".join(parts), message_id=row.message_id)
