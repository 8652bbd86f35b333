"""A clerk decides a case the rules could not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, DecisionData, Line, Outcome, Reason
from zhengtong.journeys import _results
from zhengtong.journeys._judgement import NOT_ALL_HERE, Judgement, NeededValue, judgement, read_typed
from zhengtong.journeys.flag_refusal import KINDS
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import too_little
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway

__all__ = ["CONFIRMED", "NOT_ALL_HERE", "Judgement", "NeededValue", "decide", "judgement"]

SHORTEST_OPINION, LONGEST_OPINION = 10, 1000
WHY = "作决定"
CONFIRMED = "person_confirmed"
# Duties a decision makes moot: to decide, and to get an answer out of a department.
MOOT = ("case", *KINDS.values())
# desk only
CHOOSE = Text("选一项：批还是不批", "Choose: approve or refuse")
# desk only
SAY_WHY = Text(
    "写明理由，至少 {least} 个字，申请人看得到", "Say why in at least {least} characters; the applicant will read it"
)
# desk only
SURE = Text(
    "{who}没有查到这个人。核实过这个人，勾上再批",
    "{who} knows no such person. Tick that you have made sure of them to approve",
)
# desk only
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")
BY_CLERK, BY_RULES = Text("{post}定", "Set by {post}"), Text("规则算出", "Worked out by the rules")


def decide(
    number: str,
    outcome: str,
    opinion: str,
    evidence_hash: str,
    typed: Mapping[str, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Decide on the evidence the clerk has seen (`evidence_hash`); Conflict if it or the case has changed since.

    `typed` holds what the clerk wrote for the values an approval needs and the rules could not work out, by
    NeededValue.field; what the rules worked out cannot be typed over. Where a department knows no such person, an
    approval needs CONFIRMED besides. Invalid names what is missing or wrong.
    """
    case = cases.case(number, actor=actor, at=at, reason=WHY)
    if case.evidence_hash != evidence_hash or case.decision:
        raise Conflict()
    made = _decision(case, outcome, opinion.strip(), typed, actor)
    with atomic():
        cases.decide(number, made, actor=actor, at=at)
        gateway.end_questions(number, actor=actor, at=at)
        _results.request_result(case, made, actor=actor, at=at)
        for duty in duties.open_about(("case", number)):
            if duty.kind in MOOT:
                duties.close_duty(duty.id, actor=actor, at=at)


def _decision(case: CaseData, outcome: str, opinion: str, typed: Mapping[str, str], actor: Actor) -> DecisionData:
    chosen: Outcome = "approve" if outcome == "approve" else "refuse"
    judged = judgement(case)
    problems = _problems(outcome, opinion)
    values, wrong = _values(judged, typed) if outcome == "approve" else ({}, [])
    if outcome == "approve" and judged.nobody_at and typed.get(CONFIRMED) != "yes":
        problems.append(FieldProblem(CONFIRMED, "required", SURE.format(who="、".join(judged.nobody_at))))
    if problems or wrong:
        raise Invalid([*problems, *wrong])
    return DecisionData(
        outcome=chosen,
        reasons=(Reason(Text(opinion, ""), Text("", "")),),
        lines=_lines(judged, values, actor),
        values=values,
        evidence_hash=case.evidence_hash,
        by=f"{actor.post} {actor.name}",
    )


def _problems(outcome: str, opinion: str) -> list[FieldProblem]:
    problems = []
    if outcome not in ("approve", "refuse"):
        problems.append(FieldProblem("outcome", "required", CHOOSE))
    if too_little(opinion, SHORTEST_OPINION):
        problems.append(FieldProblem("opinion", "too_short", SAY_WHY.format(least=SHORTEST_OPINION)))
    if len(opinion) > LONGEST_OPINION:
        text = TOO_LONG.format(most=LONGEST_OPINION, written=len(opinion))
        problems.append(FieldProblem("opinion", "too_long", text))
    return problems


def _values(judged: Judgement, typed: Mapping[str, str]) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Every value worked out, and the missing ones as the clerk wrote them."""
    values = {n: {"kind": w.kind, "value": w.value} for n, w in judged.worked_out.items() if w.value is not None}
    problems = []
    for needed in judged.needed:
        if needed.value is None:
            value, problem = read_typed(needed, typed.get(needed.field, ""))
            values[needed.name] = {"kind": needed.kind, "value": value}
            problems += [problem] if problem else []
    return values, problems


def _lines(judged: Judgement, values: Mapping[str, Any], actor: Actor) -> tuple[Line, ...]:
    """The amounts of an approval, each saying who set it."""
    by_clerk = BY_CLERK.format(post=actor.post)
    return tuple(
        Line(needed.label, values[needed.name]["value"], by_clerk if needed.value is None else BY_RULES)
        for needed in judged.needed
        if needed.kind == "money" and needed.name in values
    )
