"""Keep what departments answer."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import note
from zhengtong.delivery.cases._policy import require_system
from zhengtong.delivery.cases.events import EvidenceComplete, EvidenceKept, LateAnswer
from zhengtong.delivery.cases.models import Case, Need
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

ANSWERED = Text("{provider}答复了", "{provider} has answered")
ANEW = Text("{provider}改了记录，请他们再答一次", "{provider} has corrected its record and is asked again")


def add_evidence(
    question: str,
    values: Mapping[str, Any],
    *,
    provider: str,
    basis: str,
    answered_at: datetime,
    actor: Actor,
    at: datetime,
) -> str:
    """Keep a department's answer in the case that asked; returns the case number.

    `basis` is the one it was given on, which may be another than when the case was opened.

    An answer after the decision is kept and flagged (LateAnswer) and changes nothing else. A second answer to the
    same question changes nothing at all.
    """
    require_system(actor)
    with atomic():
        need = _locked(question)
        if need.values is None:
            _keep(need, values, provider, basis, answered_at)
            _tell(need, actor, at)
    return need.case.number


def put_question(number: str, need: str, party: str, *, question: str, basis: str, actor: Actor, at: datetime) -> None:
    """Note the question put for evidence that waited for the person's signature.

    Conflict when one was put before, or the case is decided: then nothing may be asked.
    """
    require_system(actor)
    with atomic():
        case = Case.objects.select_for_update().defer("fields", "decision").filter(number=number).first()
        row = Need.objects.filter(case=case, need=need, party=party).first() if case else None
        if case is None or row is None:
            raise NotFound()
        if row.question or case.decided_at:
            raise Conflict()
        row.question, row.basis = question, basis
        row.save(update_fields=["question", "basis"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.ASKED,
            on=("case", number),
            subjects=tuple(dict.fromkeys((case.applicant_id, row.person_id or case.applicant_id))),
            detail={"needs": [f"{need} {party}"]},
        )


def ask_anew(number: str, need: str, party: str, *, question: str, basis: str, actor: Actor, at: datetime) -> None:
    """Wait for a new answer in place of one whose source has corrected its record; the old one stays with its question.

    Conflict when the case is decided, or there is no answer to put a new one in place of.
    """
    require_system(actor)
    with atomic():
        case = Case.objects.select_for_update().defer("fields", "decision").filter(number=number).first()
        row = Need.objects.filter(case=case, need=need, party=party).first() if case else None
        if case is None or row is None:
            raise NotFound()
        if row.answered_at is None or case.decided_at:
            raise Conflict()
        row.question, row.basis, row.values, row.answered_at = question, basis, None, None
        row.save(update_fields=["question", "basis", "values", "answered_at"])
        note(case, "asked_anew", ANEW.format(provider=row.provider), actor=actor, at=at)
        audit.record(
            actor=actor,
            at=at,
            action=_actions.ASKED,
            on=("case", number),
            subjects=tuple(dict.fromkeys((case.applicant_id, row.person_id or case.applicant_id))),
            detail={"needs": [f"{need} {party}"]},
        )


def _locked(question: str) -> Need:
    """The need, its case held: of two last answers one sees the other, and none slips past a decision."""
    number = Need.objects.filter(question=question).values_list("case__number", flat=True).first()
    if number is None:
        raise NotFound()
    Case.objects.select_for_update().get(number=number)
    return Need.objects.select_related("case").get(question=question)


def _keep(need: Need, values: Mapping[str, Any], provider: str, basis: str, answered_at: datetime) -> None:
    need.values = dict(values)
    need.provider, need.basis = provider, basis
    need.answered_at = answered_at
    need.after_decision = need.case.decided_at is not None
    need.save(update_fields=["values", "provider", "basis", "answered_at", "after_decision"])


def _tell(need: Need, actor: Actor, at: datetime) -> None:
    case = need.case
    note(case, "answered", ANSWERED.format(provider=need.provider), actor=actor, at=at)
    audit.record(
        actor=actor,
        at=at,
        action=_actions.EVIDENCE,
        on=("case", case.number),
        subjects=tuple(dict.fromkeys((case.applicant_id, need.person_id or case.applicant_id))),
        detail={"need": need.need, "party": need.party, "resource": need.resource},
    )
    if need.after_decision:
        events.announce(LateAnswer(case.number, need.need))
        return
    events.announce(EvidenceKept(case.number, need.need))
    if not Need.objects.filter(case=case, answered_at__isnull=True).exists():
        events.announce(EvidenceComplete(case.number))


def evidence_hash(needs: Iterable[Need]) -> str:
    """SHA-256 over all evidence of a case in canonical JSON: what a decision is made on."""
    answered = sorted((n for n in needs if n.answered_at), key=lambda n: (n.need, n.party))
    evidence = [[n.need, n.party, n.values, n.answered_at.isoformat() if n.answered_at else ""] for n in answered]
    return hashlib.sha256(json.dumps(evidence, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
