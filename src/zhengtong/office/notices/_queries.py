"""Reading notices."""

from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.office.notices.data import NoticeData, OutgoingState
from zhengtong.office.notices.models import Notice, Outgoing, OutgoingMail, OutgoingText


def inbox(person: str, language: str, limit: int = 100) -> tuple[NoticeData, ...]:
    """A person's newest notices in a language. One query."""
    return tuple(_data(row, language) for row in Notice.objects.filter(person=person).order_by("-id")[:limit])


def notice(notice_id: str, person: str, language: str) -> NoticeData:
    """One notice of a person; NotFound for anyone else's. One query."""
    row = Notice.objects.filter(pk=notice_id, person=person).first()
    if row is None:
        raise NotFound()
    return _data(row, language)


def unread(person: str) -> int:
    """How many notices a person has not read. One query."""
    return Notice.objects.filter(person=person, read_at=None).count()


def mail_of(notice_id: str) -> OutgoingState | None:
    """How far the mail of a notice is; None when it has none. One query."""
    return _state(OutgoingMail.objects.filter(notice_id=notice_id).first(), notice_id)


def text_of(notice_id: str) -> OutgoingState | None:
    """How far the text message of a notice is; None when it has none. One query."""
    return _state(OutgoingText.objects.filter(notice_id=notice_id).first(), notice_id)


def _state(row: Outgoing | None, notice_id: str) -> OutgoingState | None:
    if row is None:
        return None
    return OutgoingState(
        notice=notice_id,
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        error=row.error,
        sent_at=row.sent_at,
    )


def _data(row: Notice, language: str) -> NoticeData:
    return NoticeData(
        id=row.pk,
        subject=Text.read(row.subject).in_(language),
        body=Text(row.body_zh, row.body_en).in_(language),
        link=row.link,
        about=(row.about_type, row.about_id),
        at=row.at,
        read=row.read_at is not None,
    )
