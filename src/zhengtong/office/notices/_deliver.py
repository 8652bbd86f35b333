"""Sending mails that are due."""

from datetime import timedelta

from zhengtong.kernel import clock, retry
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.notices import ports
from zhengtong.office.notices.models import OutgoingMail
from zhengtong.office.notices.ports import Mail, MailNotSent, MailRefused, MailServerAway, NoMailServer

LAST_ATTEMPT = 100
"""About four days by the schedule of `kernel.retry`."""

_BATCH = 20
_LEASE = timedelta(minutes=2)
_UNTIL_CONFIGURED = timedelta(minutes=1)


def deliver_due() -> int:
    """Send the mails that are due; returns how many were tried. One that another worker has taken is left alone.

    When no server takes mails the others of the batch are not tried: each would wait as long for the same answer.
    """
    forbid_in_transaction("sending mail")
    due = OutgoingMail.objects.filter(state="waiting", next_at__lte=clock.real_now()).order_by("next_at", "id")
    tried = 0
    for row in due.select_related("notice")[:_BATCH]:
        if _take(row):
            tried += 1
            if not _send(row):
                break
    return tried


def failing() -> int:
    """How many mails wait that were tried many times. One statement."""
    return OutgoingMail.objects.filter(state="waiting", attempts__gte=retry.MANY).count()


def _take(row: OutgoingMail) -> bool:
    """Put the next attempt off, so that no other worker sends the same mail at the same time."""
    later = clock.real_now() + _LEASE
    return OutgoingMail.objects.filter(pk=row.pk, state="waiting", next_at=row.next_at).update(next_at=later) == 1


def _send(row: OutgoingMail) -> bool:
    """Try one mail; False when no server takes any."""
    try:
        ports.driver().send(_mail(row))
    except MailRefused as error:
        _note(row, state="failed", error=str(error))
    except NoMailServer as error:
        _put_off(row, error)
        return False
    except MailNotSent as error:
        _note(row, state="failed" if row.attempts + 1 >= LAST_ATTEMPT else "waiting", error=str(error))
        return not isinstance(error, MailServerAway)
    else:
        _note(row, state="sent", error="")
    return True


def _put_off(row: OutgoingMail, error: NoMailServer) -> None:
    """Wait until there is a server, however long that takes: it is no attempt."""
    row.error, row.next_at = str(error), clock.real_now() + _UNTIL_CONFIGURED
    row.save(update_fields=["error", "next_at"])


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
