"""The process of a case has ended: what it ended with becomes the decision, and its result is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import DecisionData, Line, ProcessStepData, Reason
from zhengtong.delivery.cases.data import Outcome as Decided
from zhengtong.journeys import _results
from zhengtong.journeys._judgement import Judgement, judgement
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow.data import End, EndKind
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
BY_PERSON = Text("{post}定的", "Set by {post}")


def end(number: str, version: ServiceVersion, ended: End, *, at: datetime) -> None:
    """Decide a case as its process ended and ask for the result, in the caller's transaction.

    The reason is what the last person who had to give one wrote, else the name of the end.
    """
    case = cases.case(number, actor=ACTOR, at=at)
    done = [one for one in cases.process_steps(number) if one.state == "done" and one.kind != "system"]
    judged = judgement(case)
    written = _set_by_people(judged, done)
    decision = DecisionData(
        outcome=OUTCOMES[ended.kind],
        reasons=_reasons(judged, done, ended),
        lines=_lines(judged, written) if ended.kind == "approved" else (),
        values=_values(judged, written) if ended.kind == "approved" else {},
        evidence_hash=case.evidence_hash,
        by=next((one.done_by for one in reversed(done) if one.done_by), ""),
    )
    cases.decide(number, decision, actor=ACTOR, at=at)
    gateway.end_questions(number, actor=ACTOR, at=at)
    _results.request_result(case, decision, actor=ACTOR, at=at)


def _reasons(judged: Judgement, done: list[ProcessStepData], ended: End) -> tuple[Reason, ...]:
    """Of a process that ended well, what the rules say for it; what was written against it before is history."""
    if not ended.bad and judged.outcome == "approve":
        return judged.reasons
    written = next((one.reason for one in reversed(done) if one.reason), "") if ended.bad else ""
    return (Reason(Text(written, "") if written else ended.name, NO_CITE),)


@dataclass(frozen=True, slots=True)
class _Set:
    """A value of the result that somebody wrote in a step of theirs, in the place of what the rules work out."""

    value: Any
    by: str


def _set_by_people(judged: Judgement, done: list[ProcessStepData]) -> Mapping[str, _Set]:
    """What steps recorded under the name of a value of the result; what was written last counts."""
    names = judged.worked_out.keys()
    return {name: _Set(step.result[name], step.done_by) for step in done for name in names if name in step.result}


def _lines(judged: Judgement, written: Mapping[str, _Set]) -> tuple[Line, ...]:
    """The sum of the rules; a single line where somebody has set the amount."""
    for needed in judged.needed:
        if needed.kind == "money" and needed.name in written:
            one = written[needed.name]
            return (Line(needed.label, one.value, BY_PERSON.format(post=one.by)),)
    return judged.lines


def _values(judged: Judgement, written: Mapping[str, _Set]) -> dict[str, dict[str, object]]:
    values = {n: {"kind": w.kind, "value": w.value} for n, w in judged.worked_out.items() if w.value is not None}
    return values | {n: {"kind": judged.worked_out[n].kind, "value": one.value} for n, one in written.items()}
