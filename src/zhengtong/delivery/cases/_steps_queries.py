"""Reading the steps of a process: the log of one case, and what waits for a post."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from zhengtong.delivery.cases._policy import (
    is_clerk,
    is_party,
    papers_alone,
    require_desk,
    require_read,
    require_step,
    works_desk,
)
from zhengtong.delivery.cases._queries import summary_of
from zhengtong.delivery.cases.data import (
    OwnTurn,
    ProcessStepData,
    SaidItem,
    StepKey,
    StepKind,
    StepState,
    StoppedClock,
    WaitingStep,
)
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text

_NOT_OF_SUMMARY = ("case__fields", "case__decision", "case__extended_why")


def process_steps(number: str) -> tuple[ProcessStepData, ...]:
    """Every step of a case but its start, those done first, in order. For callers that have read the case.

    One statement.
    """
    rows = ProcessStep.objects.filter(case__number=number).exclude(kind="start").order_by("id")
    return tuple(sorted(map(step_data, rows), key=lambda one: (one.place is None, one.place or 0)))


def process_log(number: str) -> tuple[Mapping[str, Any], ...]:
    """The log of a case's process in order, as it is now. For callers that have read the case. One statement."""
    rows = ProcessStep.objects.filter(case__number=number, place__isnull=False).order_by("place")
    return tuple(rows.values_list("written", flat=True))


def own_step(number: str, key: StepKey, *, actor: Actor) -> ProcessStepData:
    """A step of a case, for whom it is given to: asked before anything else is said about it.

    NotFound for who may not read the case, Forbidden for who may and has another part in it. Two statements.
    """
    case = Case.objects.defer("fields", "decision").filter(number=number).first()
    row = ProcessStep.objects.filter(case=case, step=key.step, occurrence=key.occurrence).first() if case else None
    return step_data(require_step(actor, require_read(actor, case), row))


def own_turns(actor: Actor) -> tuple[OwnTurn, ...]:
    """The open steps of the actor's own cases that are given to the applicant's side. One statement."""
    if not actor.person:
        return ()
    is_own = Q(case__applicant=actor.person) | Q(case__operator=actor.person)
    rows = ProcessStep.objects.filter(is_own, state="open", by_applicant=True, case__closed_at=None)
    return tuple(OwnTurn(*row) for row in rows.values_list("case__number", "case__service_hash", "step"))


def steps_for(actor: Actor, limit: int) -> tuple[WaitingStep, ...]:
    """The open steps of the actor's post with their cases, most urgent first; one without a limit goes by the promise
    of its case. What waits for word from outside is no work to do and stands on the page of its case alone. For the
    queue, which records who is named. One statement."""
    mine = ProcessStep.objects.filter(
        state="open", organisation=actor.organisation, permission__in=sorted(actor.permissions)
    )
    rows = mine.exclude(kind="wait").select_related("case").defer(*_NOT_OF_SUMMARY)
    urgent_first = rows.order_by(Coalesce("due", "case__promised_due"), "id")
    return tuple(
        WaitingStep(summary_of(row.case), step_data(row), row.case.service_hash) for row in urgent_first[:limit]
    )


def waits_behind(actor: Actor, *, limit: int = 100) -> tuple[tuple[str, ProcessStepData], ...]:
    """The open waits for a day of cases in which the actor's post has had a step, soonest over first, with the numbers
    of their cases: nothing to do, but people come and ask. NotFound for anyone but a clerk. One statement.

    The number is looked up and not joined: SQLite may begin a join with every case there is, where few steps wait.
    """
    require_desk(actor)
    theirs = ProcessStep.objects.filter(case=OuterRef("case"), organisation=actor.organisation, state="done")
    waits = ProcessStep.objects.filter(state="open", wait_until__isnull=False)
    rows = waits.filter(Exists(theirs.filter(permission__in=sorted(actor.permissions))))
    number = Subquery(Case.objects.filter(id=OuterRef("case")).values("number"))
    soonest = rows.order_by("wait_until", "id").annotate(number=number)
    return tuple((row.number, step_data(row)) for row in soonest[:limit])


def works_on(number: str, actor: Actor) -> bool:
    """Whether a clerk has the case in hand: an open step of it is for their post and no colleague holds it; without a
    process, their office has it. Nobody works on a case that is decided. At most two statements."""
    case = Case.objects.defer("fields", "decision").filter(number=number, decided_at=None).first()
    if case is None or not works_desk(actor):
        return False
    if case.state != "in_process":
        return actor.organisation == case.organisation_id
    mine = ProcessStep.objects.filter(case=case, state="open", organisation=actor.organisation)
    return mine.filter(permission__in=sorted(actor.permissions), held_by__in=("", actor.id)).exists()


def handles(number: str, actor: Actor) -> bool:
    """Whether a clerk may read a case and is no party to it: their office has it, or a step of it is or was for their
    post. At most two statements."""
    case = Case.objects.defer("fields", "decision").filter(number=number).first()
    return case is not None and is_clerk(actor, case) and not is_party(actor, case)


def weighs(number: str, actor: Actor) -> bool:
    """Whether a clerk handles a case and reads it whole: not one whose steps there weigh nothing. At most three
    statements."""
    case = Case.objects.defer("fields", "decision").filter(number=number).first()
    if case is None or not is_clerk(actor, case) or is_party(actor, case):
        return False
    return papers_alone(actor, case) is None


def step_data(row: ProcessStep) -> ProcessStepData:
    return ProcessStepData(
        key=StepKey(row.step, row.occurrence),
        kind=cast(StepKind, row.kind),
        name=Text.read(row.name),
        organisation=row.organisation_id or "",
        permission=row.permission,
        by_applicant=row.by_applicant,
        state=cast(StepState, row.state),
        opened_at=row.opened_at,
        due=row.due,
        due_is_provisional=row.due_is_provisional,
        wait_until=row.wait_until,
        stops=_stops(row),
        held_by=row.held_by,
        held_by_name=row.held_by_name,
        place=row.place,
        done_at=row.done_at,
        done_by=row.done_by,
        outcome=row.outcome,
        reason=row.reason,
        result=row.result,
        start_due=row.start_due,
        begun_at=row.begun_at,
        draft=row.draft,
        said=tuple(SaidItem(one["item"], one["said"]) for one in row.said),
        word=row.word,
        word_by=row.word_by,
    )


def _stops(row: ProcessStep) -> StoppedClock | None:
    if row.stops_until is None:
        return None
    return StoppedClock(Text.read(row.stops_why["why"]), Text.read(row.stops_why["cite"]), row.stops_until)
