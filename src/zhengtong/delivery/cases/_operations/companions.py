"""Who was there besides: a colleague is asked, reads what was written and says so under their own name."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._step_rows import locked, named, open_row, record
from zhengtong.delivery.cases._operations.proofs import proof_data
from zhengtong.delivery.cases._policy import require_companion, require_desk, sees_whole
from zhengtong.delivery.cases._queries import summary_of
from zhengtong.delivery.cases._steps_queries import step_data
from zhengtong.delivery.cases.data import Asked, CompanionData, NewCompanion, StepKey
from zhengtong.delivery.cases.models import ProcessStep, StepCompanion, StepProof
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Forbidden
from zhengtong.kernel.transactions import atomic


def ask_companion(
    number: str, key: StepKey, new: NewCompanion, typed: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    """Ask a colleague to confirm that they were there, and keep what was `typed` for them to read.

    By whom the step is given to, and not of themselves. Asking the same colleague again shows them what is written
    now.
    """
    with atomic():
        case = locked(number)
        row = open_row(case, key, actor)
        if new.who == actor.id:
            raise Forbidden()
        write_draft(row, typed, new.written)
        told = {"name": new.name, "post": new.post, "asked_at": at, "confirmed_at": None, "seen": ""}
        StepCompanion.objects.update_or_create(step=row, who=new.who, defaults=told)
        record(case, _actions.COMPANION_ASKED, actor, at, detail={**named(row), "who": new.who})


def keep_draft(
    number: str, key: StepKey, typed: Mapping[str, str], written: str, *, actor: Actor, at: datetime
) -> None:
    """Keep what was typed for a step that is not done yet; `written` is its hash, empty while it is not whole.

    By whom the step is given to. What somebody writes who does not see the case whole is kept apart, for them alone.
    """
    with atomic():
        case = locked(number)
        row = open_row(case, key, actor)
        if sees_whole(actor, case):
            write_draft(row, typed, written)
        else:
            _write_apart(row, actor, typed)
        record(case, _actions.DRAFT_KEPT, actor, at, detail=named(row))


def write_draft(row: ProcessStep, typed: Mapping[str, str], written: str) -> None:
    """Keep a draft in the caller's transaction; who confirmed something else is to confirm anew."""
    row.draft = {**row.draft, "typed": dict(typed), "hash": written}
    row.save(update_fields=["draft"])
    row.companions.exclude(seen=written).update(confirmed_at=None, seen="")


def _write_apart(row: ProcessStep, actor: Actor, typed: Mapping[str, str]) -> None:
    row.draft = {**row.draft, "apart": {**row.draft.get("apart", {}), actor.person: dict(typed)}}
    row.save(update_fields=["draft"])


def confirm_companion(number: str, key: StepKey, seen: str, *, actor: Actor, at: datetime) -> None:
    """Say that one was there and that what is written (`seen`, its hash) is true. By who was asked alone.

    Conflict when something else is written by now or the step is done.
    """
    with atomic():
        case = locked(number)
        row = require_companion(actor, _asked(number, key, actor))
        if row.step.state != "open" or not seen or row.step.draft.get("hash") != seen:
            raise Conflict()
        row.confirmed_at, row.seen = at, seen
        row.save(update_fields=["confirmed_at", "seen"])
        record(case, _actions.COMPANION_CONFIRMED, actor, at, detail=named(row.step))


def asked_of(number: str, key: StepKey, *, actor: Actor, at: datetime) -> Asked:
    """What a colleague is asked to confirm: the step, what was written, its files, and nothing else of the case.

    The look is recorded. NotFound for anybody else. Four statements and two more for the record.
    """
    row = require_companion(actor, _asked(number, key, actor))
    case = row.step.case
    with atomic():
        record(case, _actions.LOOKED, actor, at, detail=named(row.step))
    files = StepProof.objects.filter(step=row.step, removed_at=None).select_related("step").order_by("added_at", "id")
    return Asked(
        summary=summary_of(case),
        service_hash=case.service_hash,
        step=step_data(row.step),
        companion=_data(row),
        proofs=tuple(proof_data(one) for one in files),
    )


def asked_to_confirm(actor: Actor) -> tuple[tuple[str, StepKey, str], ...]:
    """The steps a clerk is asked to confirm and has not yet: number of the case, step, name in Chinese. One statement.

    NotFound for anyone but a clerk.
    """
    require_desk(actor)
    rows = StepCompanion.objects.filter(who=actor.id, confirmed_at=None, step__state="open")
    found = rows.select_related("step__case").defer("step__case__fields", "step__case__decision").order_by("asked_at")
    return tuple(
        (one.step.case.number, StepKey(one.step.step, one.step.occurrence), one.step.name["zh"]) for one in found
    )


def companions(number: str) -> tuple[CompanionData, ...]:
    """Who was asked to confirm a step of a case, in order. For callers that have read the case. One statement."""
    rows = StepCompanion.objects.filter(step__case__number=number).select_related("step").order_by("asked_at", "id")
    return tuple(_data(row) for row in rows)


def _asked(number: str, key: StepKey, actor: Actor) -> StepCompanion | None:
    found = StepCompanion.objects.filter(
        step__case__number=number, step__step=key.step, step__occurrence=key.occurrence, who=actor.id
    )
    return found.select_related("step__case").first()


def _data(row: StepCompanion) -> CompanionData:
    return CompanionData(
        StepKey(row.step.step, row.step.occurrence), row.who, row.name, row.post, row.confirmed_at, row.seen
    )
