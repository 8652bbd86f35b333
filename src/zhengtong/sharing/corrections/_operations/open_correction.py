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

    While one about the same field of the same person for the same case is open, that one is given back unchanged.
    Forbidden; Invalid names `claimed` or `reason`. At most three statements and the audit row.
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
                "asked_by": actor.post if actor.kind == "staff" else "",
                "handler_id": new.handler,
                "permission": new.permission,
                "opened_at": at,
                "due": due,
            },
        )
        if is_new:
            detail = {"resource": new.resource, "field": new.field, "reference": new.reference, "handler": new.handler}
            on, subjects = ("correction", row.pk), (new.person,)
            audit.record(actor=actor, at=at, action=_actions.OPENED, on=on, subjects=subjects, detail=detail)
    return state_of(row)


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
