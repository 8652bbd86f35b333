"""A case held and a step of it found open: what every operation on steps begins with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases._policy import require_step
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action


class HeldByAnother(Refusal):
    """A colleague works at this step; it can be handed over, not taken."""

    code = "held_by_another"
    status = 409
    text = Text(
        "{name}正在办这一步。请他转交给您，再办。", "{name} is at work on this. Ask them to hand it over first."
    )


def locked(number: str) -> Case:
    """The case, held: of two who finish a step one sees what the other did."""
    case = Case.objects.select_for_update().defer("fields", "decision").filter(number=number).first()
    if case is None:
        raise NotFound()
    return case


def open_row(case: Case, key: StepKey, actor: Actor) -> ProcessStep:
    """The step, open and the actor's to do. Conflict when it is over, HeldByAnother while a colleague has it."""
    row = ProcessStep.objects.filter(case=case, step=key.step, occurrence=key.occurrence).first()
    found = require_step(actor, case, row)
    if found.state != "open":
        raise Conflict()
    if found.held_by and actor.kind != "system" and found.held_by != actor.id:
        raise HeldByAnother(name=found.held_by_name)
    return found


def named(row: ProcessStep) -> dict[str, Any]:
    return {"step": row.step, "occurrence": row.occurrence}


def record(
    case: Case, action: Action, actor: Actor, at: datetime, *, reason: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        on=("case", case.number),
        subjects=(case.applicant_id,),
        reason=reason,
        detail=detail or {},
    )
