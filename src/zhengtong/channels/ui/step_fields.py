"""What whoever does a step of a process fills in: its questions, the button, the reason."""

from collections.abc import Mapping, Sequence

from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.channels.ui.fields import fields_of
from zhengtong.journeys.step_page import COMPANION, OUTCOME, PHOTO, REASON, StepPage, questions_of
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms.data import Facts
from zhengtong.offer.workflow.data import Step

FILE = "_file"
"""What the name of a file's box ends with, after the field it belongs to."""
PICTURES, PAPERS = "image/jpeg,image/png", "image/jpeg,image/png,application/pdf"
PHOTOS, PHOTOS_HINT = (
    Text("照片", "Photographs"),
    Text("要 {count} 张，一张一张拍也行", "{count} needed; one by one will do"),
)
ITEM_HINT = Text("写几句，或者拍张照片，有一样就行", "A few words or a photograph: either will do")
ITEM_FILE = Text("照片或 PDF", "Photograph or PDF")
WITH, WITH_HINT = (
    Text("和谁一起去的", "Who was there with you"),
    Text("他用自己的账号确认", "They confirm it from their own account"),
)
NOBODY = Choice("", Text("选一位", "Choose"))
NOTHING: Facts = {"answers": {}, "known": {}, "applicant": {}}
RESULT, WHY = Text("这一步办得怎么样", "What came of it"), Text("理由", "Reason")
WHY_HINT = Text(
    "申请人看得到。不批、要补、不受理时一定要写", "The applicant reads it; needed for anything against them"
)

LIST_HINT = Text(
    "申请人看得到。要他补的，一行写一样，一次写全",
    "The applicant reads it. What they are to add: one a line, all at once",
)


def step_fields(
    step: Step, typed: Mapping[str, str], problems: Sequence[FieldProblem], page: StepPage
) -> list[FieldView]:
    """The fields of a step, with what was typed and what is wrong with it."""
    errors = {problem.field: problem.text for problem in problems}
    views = fields_of(questions_of(step).page(step.id), NOTHING, typed, problems) if step.questions else []
    for field, words in page.items:
        views += _item(field, words, typed.get(field, ""), errors.get(field, ""))
    if step.photos:
        hint = PHOTOS_HINT.format(count=step.photos)
        views.append(_file(PHOTO, PHOTOS, hint, errors.get(PHOTO, ""), PICTURES, camera=True))
    if step.people > 1:
        views.append(_companion(page, errors.get(COMPANION, "")))
    if not step.outcomes:
        return views
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
        hint = LIST_HINT if any(each.lists for each in step.outcomes) else WHY_HINT
        views.append(_reason(hint, typed.get(REASON, ""), errors.get(REASON, "")))
    return views


def _item(field: str, words: str, typed: str, error: Text | str) -> list[FieldView]:
    """An item of a list: a few words, a file, or both."""
    said = FieldView(name=field, label=words, kind="textarea", value=typed, hint=ITEM_HINT, error=error)
    return [said, _file(field, ITEM_FILE, "", "", PAPERS)]


def _file(
    field: str, label: Text, hint: Text | str, error: Text | str, accept: str, *, camera: bool = False
) -> FieldView:
    return FieldView(
        name=field + FILE,
        label=label,
        kind="file",
        hint=hint,
        error=error,
        accept=accept,
        camera=camera,
    )


def _companion(page: StepPage, error: Text | str) -> FieldView:
    choices = [NOBODY, *(Choice(one.account, f"{one.post} {one.name}") for one in page.colleagues)]
    return FieldView(name=COMPANION, label=WITH, kind="select", hint=WITH_HINT, error=error, choices=choices)


def _reason(hint: Text, typed: str, error: Text | str) -> FieldView:
    return FieldView(name=REASON, label=WHY, kind="textarea", value=typed, hint=hint, error=error, required=False)
