"""Decide a case, hand it to a person, close it."""

from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import move, note
from zhengtong.delivery.cases._operations.evidence import evidence_hash
from zhengtong.delivery.cases._policy import require_decide, require_system
from zhengtong.delivery.cases.data import DecisionData, Outcome
from zhengtong.delivery.cases.events import CaseClosed, CaseDecided
from zhengtong.delivery.cases.models import Case, Need
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

WORDS: dict[Outcome, Text] = {
    "approve": Text("批准了", "Approved"),
    "refuse": Text("没有批准", "Not approved"),
    "not_accepted": Text("没有受理", "Not accepted"),
    "withdrawn": Text("按申请人的要求撤回了", "Withdrawn at the applicant's wish"),
    "terminated": Text("终止办理", "Ended without a decision"),
}
HANDED = Text("需要人来看，已转给经办人", "A person needs to look; handed to a clerk")
DONE = Text("办完了，结果已经发到申请人的账户", "Closed; the result is in the applicant's account")


def decide(number: str, decision: DecisionData, *, actor: Actor, at: datetime) -> None:
    """Decide a case on the evidence its decision names.

    A clerk may decide while a department is still away. Approved, it goes on to the making of the result; refused,
    to the making of its letter. Conflict when evidence has come since, or the case was decided meanwhile.
    """
    with atomic():
        case = require_decide(actor, _locked(number))
        if decision.evidence_hash != evidence_hash(Need.objects.filter(case=case).order_by("id")):
            raise Conflict()
        move(case, "making")
        case.outcome, case.decision = decision.outcome, plain(decision)
        case.decided_at = at = note(case, "decided", _told(decision), actor=actor, at=at)
        case.save(update_fields=["state", "outcome", "decided_at", "decision"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.DECIDED,
            on=("case", number),
            subjects=(case.applicant_id,),
            detail={"outcome": decision.outcome, "evidence": decision.evidence_hash},
        )
        events.announce(CaseDecided(number, decision.outcome))


def hand_to_person(number: str, why: Text, *, actor: Actor, at: datetime) -> None:
    """Give a case the rules cannot decide to the organisation's clerks."""
    require_system(actor)
    with atomic():
        case = _locked(number)
        move(case, "with_person")
        case.save(update_fields=["state"])
        note(case, "handed", HANDED, actor=actor, at=at)
        audit.record(
            actor=actor,
            at=at,
            action=_actions.HANDED,
            on=("case", number),
            subjects=(case.applicant_id,),
            reason=why.zh,
        )


def close(number: str, *, actor: Actor, at: datetime) -> None:
    """Close a decided case whose result has reached the applicant's account."""
    require_system(actor)
    with atomic():
        case = _locked(number)
        move(case, "closed")
        case.closed_at = at = note(case, "closed", DONE, actor=actor, at=at)
        case.save(update_fields=["state", "closed_at"])
        audit.record(actor=actor, at=at, action=_actions.CLOSED, on=("case", number), subjects=(case.applicant_id,))
        events.announce(CaseClosed(number, case.outcome))


def _told(decision: DecisionData) -> Text:
    """How it was decided, and what the service calls that. Who withdrew knows what it is called."""
    words, name = WORDS[decision.outcome], decision.ended_as
    if not name.zh or decision.outcome == "withdrawn":
        return words
    return Text(f"{words.zh}（{name.zh}）", f"{words.en} ({name.in_('en')})")


def _locked(number: str) -> Case:
    """The row, held against concurrent moves until the transaction ends (SQLite holds the whole database)."""
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None:
        raise NotFound()
    return case


def plain(decision: DecisionData) -> dict[str, Any]:
    """A decision as kept in its encrypted column."""
    return {
        "outcome": decision.outcome,
        "reasons": [{"text": r.text.plain(), "cite": r.cite.plain()} for r in decision.reasons],
        "lines": [
            {"label": n.label.plain(), "amount_fen": n.amount_fen, "source": n.source.plain()} for n in decision.lines
        ],
        "values": dict(decision.values),
        "evidence_hash": decision.evidence_hash,
        "by": decision.by,
        "ended_as": decision.ended_as.plain(),
    }
