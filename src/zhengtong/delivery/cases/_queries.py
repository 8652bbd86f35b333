"""Reading cases. Every look at a person's case by somebody else is recorded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Q, QuerySet

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations.evidence import evidence_hash
from zhengtong.delivery.cases._policy import (
    is_party,
    leaves_trace,
    may_read,
    papers_alone,
    require_desk,
    require_read,
    sees_whole,
)
from zhengtong.delivery.cases.data import (
    CaseData,
    CaseSummary,
    DecisionData,
    Line,
    NeedData,
    Outcome,
    OwnEvidence,
    PaperData,
    PaperState,
    Reason,
    State,
    StepData,
)
from zhengtong.delivery.cases.models import Case, Need, Paper, Step
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Forbidden, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action

# Written out, since nothing is read as often as a case: the ORM takes four times as long to say the same.
_CASE = "SELECT * FROM cases_case WHERE number = %s"
_NEEDS = "SELECT * FROM cases_need WHERE case_id = %s ORDER BY id"
_STEPS = "SELECT * FROM cases_step WHERE case_id = %s ORDER BY id DESC"
_PAPERS = """
    SELECT id, kind, title, state, file, nth, number, made_by, asked_at FROM cases_paper WHERE case_id = %s ORDER BY id
"""
_OF_SUMMARY = (
    *("id", "number", "service", "service_name", "organisation_id", "applicant_id", "applicant_name", "in_household"),
    *("operator_id", "state", "outcome", "opened_at", "promised_due", "due_is_provisional", "closed_at"),
    *("promised_days", "legal_due"),
)
_OWN_EVIDENCE = 50
_SHARING = 20
# desk only
SAY_WHY = Text("选一个原因，或者写下来", "Choose a reason, or write one")


def case(number: str, *, actor: Actor, at: datetime, reason: str = "") -> CaseData:
    """A case as far as the actor may see it: four SQL statements, two more to record the look of staff or of one who is
    no party to it, two more for another office's clerk."""
    return _looked_at(number, _actions.LOOKED, actor=actor, at=at, reason=reason)


def case_with_numbers(number: str, *, actor: Actor, at: datetime, reason: str) -> CaseData:
    """A case for a clerk who needs whole numbers: the look is recorded as such. Invalid without a reason, Forbidden for
    whose steps weigh nothing."""
    require_desk(actor)
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "required", SAY_WHY)])
    return _looked_at(number, _actions.NUMBERS, actor=actor, at=at, reason=reason.strip())


def _looked_at(number: str, action: Action, *, actor: Actor, at: datetime, reason: str) -> CaseData:
    row = require_read(actor, next(iter(Case.objects.raw(_CASE, [number])), None))
    kinds = papers_alone(actor, row)
    if kinds is not None and action is _actions.NUMBERS:
        raise Forbidden()
    if leaves_trace(actor, row):
        with atomic():
            audit.record(
                actor=actor, at=at, action=action, on=("case", number), subjects=(row.applicant_id,), reason=reason
            )
    data = _without_others(actor, _data(row)) if is_party(actor, row) else _data(row)
    if kinds is not None:
        return _in_part(data, kinds)
    return data if sees_whole(actor, row) else _without_reasons(data)


def cases_of(actor: Actor, *, before: int | None = None, limit: int = 20) -> tuple[CaseSummary, ...]:
    """The actor's own cases, as applicant or as the one who applied, newest first: one statement."""
    if not actor.person:
        return ()
    rows = Case.objects.filter(Q(applicant=actor.person) | Q(operator=actor.person)).order_by("-id")
    return summaries(rows.filter(id__lt=before) if before else rows, limit)


def sharing(people: Iterable[str], service: str, but: str) -> tuple[tuple[CaseSummary, frozenset[str]], ...]:
    """Other cases of a service that are open or approved and about one of these people: the applicant, who applied from
    their household, or one a department was asked about; each with which of them. The 20 newest; two statements."""
    ids = frozenset(people)
    about = Q(pk__in=Need.objects.filter(person__in=ids).values("case"))
    theirs = about | Q(applicant__in=ids) | Q(operator__in=ids, in_household=True)
    alive = Q(closed_at=None) | Q(outcome="approve")
    rows = Case.objects.filter(theirs, alive, service=service).exclude(number=but).order_by("-id")
    found = summaries(rows, _SHARING)
    if not found:
        return ()
    needs = Need.objects.filter(case__number__in=[one.number for one in found], person__in=ids)
    asked = list(needs.order_by("id").values_list("case__number", "person"))
    return tuple(
        (one, ids & {one.applicant, *_operator(one), *(p for n, p in asked if n == one.number)}) for one in found
    )


def _operator(summary: CaseSummary) -> tuple[str, ...]:
    return (summary.operator,) if summary.in_household else ()


def evidence_about(actor: Actor) -> tuple[OwnEvidence, ...]:
    """What departments said about the actor for cases of their household, newest first: one statement.

    Each adult sees what is theirs, whoever applied; of the case only whether it is decided. The 50 newest pieces.
    """
    if not actor.person:
        return ()
    rows = Need.objects.filter(person=actor.person).select_related("case").defer("case__fields", "case__decision")
    found: dict[str, tuple[Case, list[Need]]] = {}
    for need in rows.order_by("-id")[:_OWN_EVIDENCE]:
        found.setdefault(need.case.number, (need.case, []))[1].append(need)
    return tuple(
        OwnEvidence(
            number,
            Text.read(case.service_name),
            case.organisation_id,
            case.opened_at,
            case.decided_at is not None,
            _needs(needs),
        )
        for number, (case, needs) in found.items()
    )


def waits_for(question: str) -> bool:
    """Whether some case put this question to a department. One statement."""
    return Need.objects.filter(question=question).exists()


def summaries(rows: QuerySet[Case], limit: int) -> tuple[CaseSummary, ...]:
    """The first of some rows as lists show them. One statement.

    Plain rows with the names of a case: to make a model of each costs more than all the rest of a list.
    """
    found = cast(Iterable[Case], rows.values_list(*_OF_SUMMARY, named=True)[:limit])
    return tuple(summary_of(row) for row in found)


def summary_of(row: Case) -> CaseSummary:
    return CaseSummary(
        number=row.number,
        service=row.service,
        service_name=Text.read(row.service_name),
        organisation=row.organisation_id,
        applicant=row.applicant_id,
        applicant_name=row.applicant_name,
        in_household=row.in_household,
        operator=row.operator_id,
        state=cast(State, row.state),  # kept by MOVES
        outcome=cast(Outcome, row.outcome),  # kept by decide
        opened_at=row.opened_at,
        promised_due=row.promised_due,
        answer_by=row.promised_due if row.promised_days else row.legal_due,
        due_is_provisional=row.due_is_provisional,
        closed_at=row.closed_at,
        row=row.id,
    )


def _data(row: Case) -> CaseData:
    needs = list(Need.objects.raw(_NEEDS, [row.pk]))
    return CaseData(
        summary=summary_of(row),
        application=row.application,
        service_hash=row.service_hash,
        legal_days=row.legal_days,
        legal_due=row.legal_due,
        promised_days=row.promised_days,
        fields=row.fields,
        decided_at=row.decided_at,
        decision=_decision(row.decision) if row.decision else None,
        needs=_needs(needs),
        steps=_steps(Step.objects.raw(_STEPS, [row.pk])),
        papers=_papers(Paper.objects.raw(_PAPERS, [row.pk])),
        evidence_hash=evidence_hash(needs),
        extended_at=row.extended_at,
        extended_by=row.extended_by,
        extended_why=row.extended_why,
    )


def _without_reasons(data: CaseData) -> CaseData:
    """What who applied for a stranger may know: how far it is and how it ended, nothing of the person's own."""
    decision = replace(data.decision, reasons=(), lines=(), values={}) if data.decision else None
    needs = tuple(replace(need, values={} if need.answered_at else None) for need in data.needs)
    papers = tuple(paper for paper in data.papers if paper.kind == "receipt")
    return replace(data, decision=decision, needs=needs, papers=papers, extended_why="", whole=False)


def _in_part(data: CaseData, kinds: frozenset[str]) -> CaseData:
    """What a clerk needs who weighs nothing: no answers, nothing a department said, no reasons, no papers of others."""
    decision = replace(data.decision, reasons=(), lines=(), values={}) if data.decision else None
    papers = tuple(paper for paper in data.papers if paper.kind in kinds)
    fields = {**data.fields, "answers": {}, "disputes": []}
    left = replace(data, needs=tuple(map(_hidden, data.needs)), papers=papers, extended_why="")
    return replace(left, fields=fields, decision=decision, whole=False, in_part=True)


def _without_others(actor: Actor, data: CaseData) -> CaseData:
    """What a party may read: of the people of a household, departments' words about themselves alone."""
    return replace(data, needs=tuple(need if may_read(actor, need) else _hidden(need) for need in data.needs))


def _hidden(need: NeedData) -> NeedData:
    return replace(need, values={} if need.answered_at else None, hidden=True)


def _needs(rows: Iterable[Need]) -> tuple[NeedData, ...]:
    return tuple(
        NeedData(
            need=n.need,
            resource=n.resource,
            party=n.party,
            person=n.person_id or "",
            question=n.question,
            provider=n.provider,
            basis=n.basis,
            values=n.values,
            answered_at=n.answered_at,
            after_decision=n.after_decision,
        )
        for n in rows
    )


def _steps(rows: Iterable[Step]) -> tuple[StepData, ...]:
    return tuple(StepData(s.at, s.code, Text.read(s.text), s.by) for s in rows)


def _papers(rows: Iterable[Paper]) -> tuple[PaperData, ...]:
    return tuple(
        PaperData(
            kind=p.kind,
            title=Text.read(p.title),
            state=cast(PaperState, p.state),
            file=p.file,
            nth=p.nth,
            number=p.number,
            made_by=p.made_by,
            asked_at=p.asked_at,
        )
        for p in rows
    )


def _decision(value: dict[str, Any]) -> DecisionData:
    return DecisionData(
        outcome=value["outcome"],
        reasons=tuple(Reason(Text.read(r["text"]), Text.read(r["cite"])) for r in value["reasons"]),
        lines=tuple(Line(Text.read(n["label"]), n["amount_fen"], Text.read(n["source"])) for n in value["lines"]),
        values=value["values"],
        evidence_hash=value["evidence_hash"],
        by=value["by"],
        ended_as=Text.read(value.get("ended_as", "")),
    )
