"""Writing notices and marking them read."""

from datetime import datetime

from zhengtong.kernel import clock, mail_address, mobile_number
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.identifiers import new_id
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.notices import _policy
from zhengtong.office.notices._actions import READ, TOLD
from zhengtong.office.notices._words import line_of, one_line, text_message
from zhengtong.office.notices.data import Outside
from zhengtong.office.notices.models import Notice, OutgoingMail, OutgoingText
from zhengtong.trust.audit import api as audit


def tell(
    *,
    person: str,
    subject: Text,
    body: Text,
    link: str,
    about: tuple[str, str],
    outside: Outside,
    actor: Actor,
    at: datetime,
) -> str:
    """Put a notice into a person's inbox, and a mail and a text message on their way; in the caller's transaction.

    `person` is an identity.Person id, `link` a path of ours, `about` (type, id) of the thing it is about. Returns the
    notice's id. An address or number that is none sends nothing and stops nothing: the inbox is the truth. Forbidden.
    """
    _policy.may_tell(actor)
    has_address, has_phone = mail_address.is_one(outside.email), mobile_number.is_one(outside.phone)
    now, line = clock.real_now(), line_of(outside.line)
    with atomic():
        notice = Notice.objects.create(
            person=person,
            subject=Text(one_line(subject.zh), one_line(subject.en)).plain(),
            body_zh=body.zh,
            body_en=body.en,
            link=link,
            about_type=about[0],
            about_id=about[1],
            at=at,
        )
        if has_address:
            message_id = f"<{new_id()}@notices.zhengtong.invalid>"
            OutgoingMail.objects.create(
                notice=notice, to=outside.email, subject=line, message_id=message_id, next_at=now
            )
        if has_phone:
            words = text_message(line)
            OutgoingText.objects.create(notice=notice, to=outside.phone, words=words, message_id=new_id(), next_at=now)
        detail = {"about": list(about), "mail": has_address, "text": has_phone}
        audit.record(actor=actor, at=at, action=TOLD, on=("notice", notice.pk), subjects=(person,), detail=detail)
    return notice.pk


def mark_read(notice_id: str, *, actor: Actor, at: datetime) -> None:
    """Note that the person has read a notice; a second time changes nothing. NotFound for anyone else's."""
    with atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
        if notice is None:
            raise NotFound()
        _policy.may_mark_read(actor, notice)
        if notice.read_at is None:
            notice.read_at = at
            notice.save(update_fields=["read_at"])
            audit.record(actor=actor, at=at, action=READ, on=("notice", notice.pk), subjects=(notice.person,))
