"""What a clerk took goes on without them when they leave: to a named colleague, or back to the post."""

from datetime import datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._policy import require_system
from zhengtong.delivery.cases.data import PassedOn
from zhengtong.delivery.cases.models import ProcessStep
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def pass_on_steps(holder: Actor, to: Actor | None, reason: str, *, actor: Actor, at: datetime) -> tuple[PassedOn, ...]:
    """Take from a clerk every open step their post, as it is now, may no longer do; returns what was passed on.

    `to` gets what their own post may do, the rest goes back to the office's post, where each colleague finds it.
    """
    require_system(actor)
    with atomic():
        held = ProcessStep.objects.select_for_update(of=("self",)).select_related("case")
        rows = [row for row in held.filter(state="open", held_by=holder.id).order_by("id") if not _may_do(holder, row)]
        return tuple(_pass_on(row, to, reason, actor, at) for row in rows)


def holders() -> tuple[str, ...]:
    """Every account that holds an open step. One statement."""
    held = ProcessStep.objects.filter(state="open").exclude(held_by="")
    return tuple(held.order_by("held_by").values_list("held_by", flat=True).distinct())


def held_steps(holder: str) -> tuple[PassedOn, ...]:
    """What a clerk holds now, oldest first. One statement."""
    held = ProcessStep.objects.filter(state="open", held_by=holder).select_related("case").order_by("id")
    return tuple(_told(row) for row in held)


def _may_do(actor: Actor, row: ProcessStep) -> bool:
    return actor.organisation == row.organisation_id and actor.may(row.permission)


def _pass_on(row: ProcessStep, to: Actor | None, reason: str, actor: Actor, at: datetime) -> PassedOn:
    able = to if to and _may_do(to, row) else None
    row.held_by, row.held_by_name = (able.id, able.name) if able else ("", "")
    row.save(update_fields=["held_by", "held_by_name"])
    detail = {"step": row.step, "occurrence": row.occurrence, "to": row.held_by}
    audit.record(
        actor=actor,
        at=at,
        action=_actions.STEP_HANDED_OVER,
        on=("case", row.case.number),
        subjects=(row.case.applicant_id,),
        reason=reason,
        detail=detail,
    )
    return _told(row)


def _told(row: ProcessStep) -> PassedOn:
    name = Text.read(row.name)
    return PassedOn(row.case.number, name, row.organisation_id or "", row.permission, row.held_by_name)
