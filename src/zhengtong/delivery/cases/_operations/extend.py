"""The limit of a case is put off in a special case: once, before it runs out, with a reason."""

from datetime import datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import note
from zhengtong.delivery.cases._operations._step_rows import locked, record
from zhengtong.delivery.cases._operations.stopped_clock import recount
from zhengtong.delivery.cases._policy import require_extend
from zhengtong.delivery.cases.data import Extending
from zhengtong.delivery.cases.events import DueChanged
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Refusal
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic

EXTENDED = Text("情况特殊，期限延长到{zh}", "A special case: the limit is extended to {en}")


class TooLateToExtend(Refusal):
    """A limit that has run out is not put off any more."""

    code = "too_late_to_extend"
    status = 409
    text = Text("规定的期限已经过了，不能再延。", "The legal limit has run out and cannot be extended any more.")


def extend(number: str, extending: Extending, why: str, *, actor: Actor, at: datetime) -> None:
    """Put the limit of a case off to `extending.days` working days from acceptance.

    By the posts `extending` names. Conflict when it was put off before or the process is over; TooLateToExtend.
    """
    with atomic():
        case = locked(number)
        require_extend(actor, case, extending)
        if case.extended_at or case.state != "in_process":
            raise Conflict()
        if clock.china_date(at) > case.legal_due:
            raise TooLateToExtend()
        case.legal_days = case.promised_days = extending.days
        case.extended_at, case.extended_why = at, why
        case.extended_by = f"{actor.post} {actor.name}"
        case.save(update_fields=["legal_days", "promised_days", "extended_at", "extended_by", "extended_why"])
        recount(case, at)
        due = case.legal_due
        words = Text(EXTENDED.zh.format(zh=f"{due.month}月{due.day}日"), EXTENDED.en.format(en=f"{due:%-d %B %Y}"))
        note(case, "due_changed", words, actor=actor, at=at)
        record(case, _actions.EXTENDED, actor, at, reason=why, detail={"due": due.isoformat()})
        events.announce(DueChanged(number, "extended", due.isoformat()))
