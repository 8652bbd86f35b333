"""The process of a case has ended: what it ended with becomes the decision, and its result is made."""

from datetime import datetime

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import DecisionData, Line, ProcessStepData, Reason
from zhengtong.delivery.cases.data import Outcome as Decided
from zhengtong.journeys import _results
from zhengtong.journeys._decider import decider
from zhengtong.journeys._judgement import Judgement, judgement
from zhengtong.journeys._monthly import MONEY, set_amount, values_of
from zhengtong.journeys._pressed import pressed
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow.data import End, EndKind, Outcome
from zhengtong.sharing.gateway import api as gateway

ACTOR = system("process")
OUTCOMES: dict[EndKind, Decided] = {
    "approved": "approve",
    "refused": "refuse",
    "not_accepted": "not_accepted",
    "withdrawn": "withdrawn",
    "terminated": "terminated",
}
NO_CITE = Text("", "")
BY_RULES = Text("规则算出", "Worked out by the rules")
SET_BY = Text("{who}定", "Set by {who}")


def end(number: str, version: ServiceVersion, ended: End, *, at: datetime) -> None:
    """Decide a case as its process ended and ask for the result, in the caller's transaction.

    The reason is what was written into the step that ended it, or by who decided, else the name of the end. Who
    withdrew is given none: nothing was decided.
    """
    case, steps = cases.case(number, actor=ACTOR, at=at), cases.process_steps(number)
    done = [one for one in steps if one.state == "done" and one.kind != "system"]
    decided = decider(steps)
    judged = judgement(case)
    decision = DecisionData(
        outcome=OUTCOMES[ended.kind],
        reasons=_reasons(judged, ended, _written(version, done, decided)),
        lines=_lines(judged, version, done) if ended.kind == "approved" else (),
        values=values_of(judged, benefits.definition_of(version), done) if ended.kind == "approved" else {},
        evidence_hash=case.evidence_hash,
        by=decided.done_by if decided else "",
        ended_as=ended.name,
    )
    cases.decide(number, decision, actor=ACTOR, at=at)
    gateway.end_questions(number, actor=ACTOR, at=at)
    _results.request_result(case, decision, actor=ACTOR, at=at)


def _reasons(judged: Judgement, ended: End, written: str) -> tuple[Reason, ...]:
    """Of a process that ended well, what the rules say for it; what was written against it before is history."""
    if ended.kind == "withdrawn":
        return ()
    if not ended.bad and judged.outcome == "approve":
        return judged.reasons
    return (Reason(Text(written, "") if written and ended.bad else ended.name, NO_CITE),)


def _written(version: ServiceVersion, done: list[ProcessStepData], decided: ProcessStepData | None) -> str:
    """Why, as the step that ended the case has it, else the one that decided. What was missing once is no reason."""
    buttons = pressed(version, done)
    told = [one for one in (done[-1] if done else None, decided) if one]
    return next((one.reason for one in told if one.reason and not _lists(buttons.get(one.key.step))), "")


def _lists(button: Outcome | None) -> bool:
    return button is not None and button.lists


def _lines(judged: Judgement, version: ServiceVersion, done: list[ProcessStepData]) -> tuple[Line, ...]:
    """The amounts of an approval: the one somebody set, else the sum line by line, else what the rules give."""
    definition = benefits.definition_of(version)
    found = set_amount(definition, done)
    if definition and found:
        return (Line(rules.amount_label(version), found.amount_fen, SET_BY.format(who=found.by)),)
    money = [needed for needed in judged.needed if needed.kind == MONEY and needed.value is not None]
    return judged.lines or tuple(Line(needed.label, needed.value, BY_RULES) for needed in money)
