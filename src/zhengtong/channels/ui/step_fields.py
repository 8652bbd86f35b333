"""What whoever does a step of a process fills in: its questions, the slots of a visit, the button, the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.channels.ui.fields import fields_of
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys.choose_visit import SLOT, free_slots
from zhengtong.journeys.inspection import may_mend, self_checks
from zhengtong.journeys.step_page import COMPANION, OUTCOME, PHOTO, REASON, StepPage, questions_of
from zhengtong.kernel.day_words import weekday_and_day
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms.data import Facts
from zhengtong.offer.workflow.data import FAIL, MEND, Outcome, Slots, Step

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
    Text("他用自己的账户确认", "They confirm it from their own account"),
)
NOBODY = Choice("", Text("选一位", "Choose"))
NOTHING: Facts = {"answers": {}, "known": {}, "applicant": {}}
RESULT, WHY = Text("这一步办得怎么样", "What came of it"), Text("理由", "Reason")
WHY_HINT = Text(
    "对申请人不利的，和前面的意见、规则不一样的，一定要写；别的可以不写。"
    "后面办的同事看得到；最后因为它没批的，申请人也看得到",
    "Needed for what is against the applicant, an opinion before or the rules; else it may stay empty. "
    "Colleagues read it; so does the applicant if the case ends for it",
)
WHEN = Text("哪个时间我们来", "When should we come")
SAID = Text("{how}（申请人自查：{said}）", "{how} (applicant: {said})")

LIST_HINT = Text(
    "要他补的，一行写一样，一次写全。要补的、不办的理由，申请人看得到；别的只有同事看得到",
    "What they are to add: one a line, all at once. They read that, and why a case ends; the rest is for colleagues",
)


def step_fields(
    case: CaseData, step: Step, typed: Mapping[str, str], problems: Sequence[FieldProblem], page: StepPage
) -> list[FieldView]:
    """The fields of a step of a case, with what was typed and what is wrong with it."""
    errors = {problem.field: problem.text for problem in problems}
    if step.slots:
        return [slot_field(case, step.slots, typed.get(SLOT, ""), errors.get(SLOT, ""))]
    asked = questions_of(step).page(step.id)
    views = fields_of(asked, NOTHING, typed, problems, title_asks=False) if step.questions else []
    views = [_hinted(view, page.hints.get(view.name)) for view in views]
    if step.checklist:
        views = _inspected(views, step, self_checks(case, step))
    for field, words in page.items:
        views += _item(field, words, typed.get(field, ""), errors.get(field, ""))
    offered = [each for each in step.outcomes if not each.mends or may_mend(case, step, each)]
    return [*views, *_proofs(step, page, errors), *_buttons(step, offered, typed, errors, against=bool(page.contrary))]


def _hinted(view: FieldView, more: Text | None) -> FieldView:
    """The field with one more sentence under its label."""
    if more is None:
        return view
    if not view.hint:
        return replace(view, hint=more)
    own = view.hint if isinstance(view.hint, Text) else Text(view.hint, view.hint)
    return replace(
        view, hint=Text(f"{own.zh.rstrip('。')}。{more.zh}", f"{own.in_('en').rstrip('.')}. {more.in_('en')}")
    )


def _proofs(step: Step, page: StepPage, errors: Mapping[str, Text]) -> list[FieldView]:
    """The photographs a step needs, and who was there."""
    views = []
    if step.photos:
        hint = PHOTOS_HINT.format(count=step.photos)
        views.append(_file(PHOTO, PHOTOS, hint, errors.get(PHOTO, ""), PICTURES, camera=True))
    if step.people > 1:
        views.append(_companion(page, errors.get(COMPANION, "")))
    return views


def slot_field(case: CaseData, slots: Slots, chosen: str, error: Text | str) -> FieldView:
    """The free slots of a visit, soonest first."""
    choices = [Choice(slot.key, _when(slot.day, slot.time)) for slot in free_slots(case, slots)]
    return FieldView(name=SLOT, label=WHEN, kind="radio", value=chosen, choices=choices, error=error)


def _when(day: date, time: str) -> Text:
    on = weekday_and_day(day)
    return Text(f"{on.zh} {time.replace('-', '—')}", f"{on.en}, {time.replace('-', '–')}")


def _inspected(views: Sequence[FieldView], step: Step, said: Mapping[str, Text]) -> list[FieldView]:
    """Every item with what the applicant said of it; what is to be mended is asked where it failed."""
    what = {view.name: view for view in views}
    shown = []
    for view in views:
        if view.name in step.checklist:
            inner = replace(what[view.name + MEND], required=True)
            choices = [replace(one, fields=[inner]) if one.value == FAIL else one for one in view.choices]
            shown.append(replace(view, choices=choices, hint=_with_said(view.hint, said.get(view.name))))
        elif view.name.removesuffix(MEND) not in step.checklist:
            shown.append(view)
    return shown


def _with_said(how: Text | str, said: Text | None) -> Text | str:
    if said is None or isinstance(how, str):
        return how
    return Text(SAID.zh.format(how=how.zh, said=said.zh), SAID.en.format(how=how.in_("en"), said=said.in_("en")))


def _buttons(
    step: Step, offered: Sequence[Outcome], typed: Mapping[str, str], errors: Mapping[str, Text], *, against: bool
) -> list[FieldView]:
    """The buttons, and the reason where one of them needs it or goes `against` what was said before."""
    if not offered:
        return []
    choices = [Choice(each.id, each.label) for each in offered]
    views = [
        FieldView(
            name=OUTCOME,
            label=RESULT,
            kind="radio",
            value=typed.get(OUTCOME, ""),
            choices=choices,
            error=errors.get(OUTCOME, ""),
        )
    ]
    if against or any(each.needs_reason for each in offered):
        usual = LIST_HINT if any(each.lists for each in offered) else WHY_HINT
        views.append(_reason(step.reason_hint or usual, typed.get(REASON, ""), errors.get(REASON, "")))
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
    return FieldView(name=REASON, label=WHY, kind="textarea", value=typed, hint=hint, error=error)
