"""What whoever does a step of a process fills in: its questions, the button, the reason."""

from collections.abc import Mapping, Sequence

from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.channels.ui.fields import fields_of
from zhengtong.journeys.do_step import OUTCOME, REASON, questions_of
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms.data import Facts
from zhengtong.offer.workflow.data import Step

NOTHING: Facts = {"answers": {}, "known": {}, "applicant": {}}
RESULT, WHY = Text("这一步办得怎么样", "What came of it"), Text("理由", "Reason")
WHY_HINT = Text(
    "申请人看得到。不批、要补、不受理时一定要写", "The applicant reads it; needed for anything against them"
)


def step_fields(step: Step, typed: Mapping[str, str], problems: Sequence[FieldProblem]) -> list[FieldView]:
    """The fields of a step, with what was typed and what is wrong with it."""
    views = fields_of(questions_of(step).page(step.id), NOTHING, typed, problems)
    if not step.outcomes:
        return views
    errors = {problem.field: problem.text for problem in problems}
    choices = [Choice(each.id, each.label) for each in step.outcomes]
    views.append(
        FieldView(
            name=OUTCOME,
            label=RESULT,
            kind="radio",
            value=typed.get(OUTCOME, ""),
            choices=choices,
            error=errors.get(OUTCOME, ""),
        )
    )
    if any(each.needs_reason for each in step.outcomes):
        views.append(_reason(typed.get(REASON, ""), errors.get(REASON, "")))
    return views


def _reason(typed: str, error: Text | str) -> FieldView:
    return FieldView(name=REASON, label=WHY, kind="textarea", value=typed, hint=WHY_HINT, error=error, required=False)
