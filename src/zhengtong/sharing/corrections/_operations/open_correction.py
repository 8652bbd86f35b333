"""Say that a datum is wrong."""

from datetime import datetime

from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.corrections import _actions, _policy
from zhengtong.sharing.corrections._queries import state_of
from zhengtong.sharing.corrections.data import CorrectionState, NewCorrection
from zhengtong.sharing.corrections.models import Correction
from zhengtong.trust.audit import api as audit

CHECK_WORKING_DAYS = 10  # 政务数据共享条例 art. 26: from receipt of the request, checked, corrected and answered
LONGEST = 200
SAY_RIGHT = Text("写上应该是什么", "Write what it should be")
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


def open_correction(new: NewCorrection, *, actor: Actor, at: datetime) -> CorrectionState:
    """Keep what is said to be wrong, in the caller's transaction; due in 10 working days.

    While one about the same field of the same person for the same case is open, what is said now is added to it, and
    its last day stays. Forbidden; Invalid names `claimed` or `reason`. At most four statements and the audit row.
    """
    _policy.may_ask(actor, new)
    _check(new)
    due = calendar.add_working_days(clock.china_date(at), CHECK_WORKING_DAYS).date
    with atomic():
        row, is_new = Correction.objects.select_related("resource").get_or_create(
            person_id=new.person,
            resource_id=new.resource,
            field=new.field,
            reference=new.reference,
            state="open",
            defaults={
                "organisation": new.organisation,
                "name": new.name,
                "id_number": new.id_number,
                "told": new.told,
                "claimed": new.claimed.strip(),
                "reason": new.reason.strip(),
                "asked_by": _post(actor),
                "handler_id": new.handler,
                "permission": new.permission,
                "opened_at": at,
                "due": due,
            },
        )
        if is_new or _add(row, new, actor, at):
            action = _actions.OPENED if is_new else _actions.SAID_MORE
            detail = {"resource": new.resource, "field": new.field, "reference": new.reference, "handler": new.handler}
            on, subjects = ("correction", row.pk), (new.person,)
            audit.record(actor=actor, at=at, action=action, on=on, subjects=subjects, detail=detail)
    return state_of(row)


def _add(row: Correction, new: NewCorrection, actor: Actor, at: datetime) -> bool:
    """Keep what is said once more; a form that was sent twice says nothing new."""
    said = (new.claimed.strip(), new.reason.strip())
    if said in [(row.claimed, row.reason), *((one.claimed, one.reason) for one in row.more.all())]:
        return False
    row.more.create(claimed=said[0], reason=said[1], said_by=_post(actor), at=at)
    return True


def _post(actor: Actor) -> str:
    return actor.post if actor.kind == "staff" else ""


def _check(new: NewCorrection) -> None:
    problems = []
    if not new.claimed.strip():
        problems.append(FieldProblem("claimed", "required", SAY_RIGHT))
    for name, words in (("claimed", new.claimed), ("reason", new.reason)):
        if len(words) > LONGEST:
            text = TOO_LONG.format(most=LONGEST, written=len(words))
            problems.append(FieldProblem(name, "too_long", text))
    if problems:
        raise Invalid(problems)
