"""Everything asked for is there: the service's rules decide, or say that a person must."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, DecisionData, Line, Reason
from zhengtong.delivery.cases.events import EvidenceComplete
from zhengtong.journeys import _results
from zhengtong.journeys._facts import rule_facts_of
from zhengtong.journeys._judgement import cited
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Decision, MissingEvidence
from zhengtong.office.duties import api as duties
from zhengtong.trust.identity import api as identity

ACTOR = system("decide_by_rules")
BY = Text("规则自动审核", "Decided by rule")
# desk only
LOOK = Text("{service}：规则定不了，请您看", "{service}: the rules cannot decide, please look")


def decide_by_rules(event: EvidenceComplete) -> None:
    """Decide a case whose evidence is complete, on the law of the day it was opened."""
    at = clock.now()
    case = cases.case(event.number, actor=ACTOR, at=at)
    if case.summary.state != "checking":
        return
    version = catalogue.version(case.service_hash)
    facts = rule_facts_of(case, identity.person(case.summary.operator))
    try:
        decision = rules.decide(version, facts, clock.china_date(case.summary.opened_at))
    except MissingEvidence as missing:
        _hand_over(case, Text(missing.message("zh-Hans"), missing.message("en")), at)
        return
    if decision.outcome == "person":
        _hand_over(case, decision.reasons[0].text, at)
    else:
        _decide(case, decision, at)


def _decide(case: CaseData, decision: Decision, at: datetime) -> None:
    number = case.summary.number
    made = DecisionData(
        outcome="approve" if decision.outcome == "approve" else "refuse",
        reasons=tuple(Reason(r.text, cited(r.cite)) for r in decision.reasons),
        lines=tuple(Line(n.label, n.amount_fen, cited(*n.sources)) for n in decision.lines),
        values={name: {"kind": v.kind, "value": v.value} for name, v in decision.values.items()},
        evidence_hash=case.evidence_hash,
        by=BY.zh,
    )
    with atomic():
        cases.decide(number, made, actor=ACTOR, at=at)
        _results.request_result(case, made, actor=ACTOR, at=at)


def _hand_over(case: CaseData, why: Text, at: datetime) -> None:
    summary = case.summary
    with atomic():
        cases.hand_to_person(summary.number, why, actor=ACTOR, at=at)
        duties.open_duty(
            kind="case",
            organisation=summary.organisation,
            permission="cases.handle",
            title=Text(
                LOOK.zh.format(service=summary.service_name.zh), LOOK.en.format(service=summary.service_name.en)
            ),
            about=("case", summary.number),
            due=max(summary.promised_due, calendar.add_working_days(clock.china_date(at), 1).date),
            actor=ACTOR,
            at=at,
        )
