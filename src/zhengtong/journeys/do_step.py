"""Somebody does the step of a process that is theirs: a clerk at the desk, or the applicant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, StepKey
from zhengtong.journeys._process import Act, lacking, move_on, step_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Form, PageInvalid
from zhengtong.offer.workflow.data import Doing, Outcome, Step

OUTCOME, REASON = "outcome", "reason"
WHY = "办这一步"
SHORTEST_REASON, LONGEST_REASON = 10, 1000
CHOOSE = Text("选一项：这一步办得怎么样", "Choose what came of this step")
SAY_WHY = Text(
    "写明理由，至少 {least} 个字，申请人看得到", "Say why in at least {least} characters; the applicant will read it"
)
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


class AnswersMissing(Refusal):
    """A step that weighs what departments say is not concluded before they have said it."""

    code = "answers_missing"
    status = 409
    # desk only
    text = Text("还有 {count} 项没有答复，到齐再定。", "{count} answers are still missing; conclude when all are here.")


def questions_of(step: Step) -> Form:
    """What whoever does a step fills in, as a form of one page named like the step."""
    return forms.form_asking(step.id, step.name, step.questions)


def do_step(number: str, key: StepKey, typed: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Finish a step with what was typed: its questions, `outcome` (a button) and `reason`.

    Invalid names every field that is missing or wrong. AnswersMissing, and the refusals of `cases.finish_step` and of
    the process.
    """
    case = cases.case(number, actor=actor, at=at, reason=WHY)
    step = step_of(case, key)
    missing = _still_awaited(case, step)
    if missing:
        raise AnswersMissing(count=missing)
    outcome, problems = _outcome(step, typed)
    result, wrong = _result(step, typed)
    if problems or wrong:
        raise Invalid([*problems, *wrong])
    doing = Doing(key.step, key.occurrence, outcome.id if outcome else "", result)
    move_on(number, Act(doing, outcome, typed.get(REASON, "").strip()), actor=actor, at=at)


def _still_awaited(case: CaseData, step: Step) -> int:
    """How many answers an evidence step cannot be concluded without. Of whom refuses none will come: a person weighs
    that."""
    if step.kind != "evidence":
        return 0
    refused = {one.person for one in authorisations.signers(case.summary.number) if one.state == "refused"}
    return len([need for need in lacking(case, step) if need.question or need.person not in refused])


def _outcome(step: Step, typed: Mapping[str, str]) -> tuple[Outcome | None, list[FieldProblem]]:
    if not step.outcomes:
        return None, []
    chosen = next((each for each in step.outcomes if each.id == typed.get(OUTCOME)), None)
    if chosen is None:
        return None, [FieldProblem(OUTCOME, "required", CHOOSE)]
    return chosen, _reason_problems(chosen, typed.get(REASON, "").strip())


def _reason_problems(chosen: Outcome, reason: str) -> list[FieldProblem]:
    if chosen.needs_reason and len(reason) < SHORTEST_REASON:
        return [FieldProblem(REASON, "too_short", SAY_WHY.format(least=SHORTEST_REASON))]
    if len(reason) > LONGEST_REASON:
        return [FieldProblem(REASON, "too_long", TOO_LONG.format(most=LONGEST_REASON, written=len(reason)))]
    return []


def _result(step: Step, typed: Mapping[str, str]) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The clean answers to a step's questions."""
    try:
        facts = {"answers": {}, "known": {}, "applicant": {}, "today": clock.today()}
        answers = forms.read_page(questions_of(step), step.id, typed, facts)
        return {question: answer for question, answer in answers.items() if answer is not None}, []
    except PageInvalid as invalid:
        return {}, list(invalid.problems)
