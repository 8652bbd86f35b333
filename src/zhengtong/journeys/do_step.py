"""Somebody does the step of a process that is theirs: a clerk at the desk, or the applicant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, StepKey
from zhengtong.journeys._process import Act, move_on, process_of
from zhengtong.journeys.choose_visit import choose_slot
from zhengtong.journeys.inspection import OUTCOME, visit_problems
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Form, PageInvalid
from zhengtong.offer.workflow.data import Doing, Outcome, Step

REASON = "reason"
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
    text = Text("还有 {count} 项没有答复，到齐再定。", "{count} answers are still missing; conclude when all are here.")


def step_of(case: CaseData, key: StepKey) -> Step:
    """The definition of a step of a case. NotFound when its process has none of this id."""
    found = process_of(catalogue.version(case.service_hash)).steps.get(key.step)
    if found is None:
        raise NotFound()
    return found


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
    if step.kind == "evidence" and case.missing:
        raise AnswersMissing(count=len(case.missing))
    if step.slots:
        choose_slot(case, key, step.slots, typed, actor=actor, at=at)
        return
    outcome, problems = _outcome(step, typed)
    called_off = outcome is not None and outcome.calls_off
    result, wrong = ({}, []) if called_off else _result(step, typed)
    problems += wrong or visit_problems(case, step, outcome, result, at)
    if problems:
        raise Invalid(problems)
    doing = Doing(key.step, key.occurrence, outcome.id if outcome else "", result)
    move_on(number, Act(doing, outcome, typed.get(REASON, "").strip()), actor=actor, at=at)


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
