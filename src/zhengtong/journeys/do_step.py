"""Somebody does the step of a process that is theirs: a clerk at the desk, or the applicant."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, ProcessStepData, StepKey
from zhengtong.journeys._contrary import Typed, unexplained
from zhengtong.journeys._process import Act, lacking, move_on, step_of
from zhengtong.journeys._step_form import REASON, read_outcome, read_result
from zhengtong.journeys._step_needs import companions_lacking, photos_lacking, read_said
from zhengtong.journeys.choose_visit import choose_slot
from zhengtong.journeys.inspection import visit_problems
from zhengtong.journeys.send_files import Sent, keep_with_page
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import Doing, Step

WHY = "办这一步"


class AnswersMissing(Refusal):
    """A step that weighs what departments say is not concluded before they have said it."""

    code = "answers_missing"
    status = 409
    # desk only
    text = Text("还有 {count} 项没有答复，到齐再定。", "{count} answers are still missing; conclude when all are here.")


def do_step(
    number: str, key: StepKey, typed: Mapping[str, str], sent: Sequence[Sent] = (), *, actor: Actor, at: datetime
) -> None:
    """Finish a step with what was typed: its questions, `outcome` (a button) and `reason`; and files `sent` with it.

    Files are kept first and stay with the step, whatever is refused after. Invalid names every field that is missing
    or wrong. AnswersMissing; NotFound for what is not for who applied for another household; and the refusals of
    `cases.finish_step` and of the process.
    """
    cases.own_step(number, key, actor=actor)
    case = cases.case(number, actor=actor, at=at, reason=WHY)
    step = step_of(case, key)
    if not step.stage and not case.whole and not case.in_part:
        raise NotFound()  # what ends the case is for the household, not for who applied for it from outside
    missing = _still_awaited(case, step)
    if missing:
        raise AnswersMissing(count=missing)
    if step.slots:
        choose_slot(case, key, step.slots, typed, actor=actor, at=at)
        return
    unkept = keep_with_page(number, key, sent, actor=actor, at=at)
    outcome, problems = read_outcome(step, typed)
    called_off = outcome is not None and outcome.calls_off
    result, wrong = ({}, []) if called_off else read_result(step, typed)
    said, unsaid = read_said(number, key, step, typed)
    undone = []
    if not called_off:
        undone = [*photos_lacking(number, key, step), *companions_lacking(number, key, step, result, actor)]
    wrong = wrong or visit_problems(case, step, outcome, result, at)
    if not problems:
        problems = unexplained(case, step, _done(number, step), Typed(outcome, result, typed.get(REASON, "")))
    found = _once([*unkept, *problems, *wrong, *unsaid, *undone])
    if found:
        raise Invalid(found)
    doing = Doing(key.step, key.occurrence, outcome.id if outcome else "", result)
    move_on(number, Act(doing, outcome, typed.get(REASON, "").strip(), said), actor=actor, at=at)


def _done(number: str, step: Step) -> list[ProcessStepData]:
    """The finished steps of a case, where a button of this one weighs them; a statement only there."""
    weighs = any(each.weighs for each in step.outcomes)
    return [one for one in cases.process_steps(number) if one.state == "done"] if weighs else []


def _still_awaited(case: CaseData, step: Step) -> int:
    """How many answers an evidence step cannot be concluded without. Of whom refuses none will come: a person weighs
    that."""
    if step.kind != "evidence":
        return 0
    refused = {one.person for one in authorisations.signers(case.summary.number) if one.state == "refused"}
    return len([need for need in lacking(case, step) if need.question or need.person not in refused])


def _once(problems: Sequence[FieldProblem]) -> list[FieldProblem]:
    """The first problem of each field."""
    return list({problem.field: problem for problem in reversed(problems)}.values())[::-1]
