"""From a question of a form to the field a component draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Option, Page, Question

YUAN = Text("元", "yuan")
OTHER_NAME = Text("那位的姓名", "Their name")
OTHER_NUMBER = Text("那位的身份证号", "Their resident ID")
OTHER_HINT = Text(
    "不在您家户口本上的人。要写姓名和身份证号", "Not in your household booklet: name and resident ID needed"
)
SELF, OTHER = "self", "other"
SEVERAL_SENTENCES = 201
"""An answer that may have so many characters gets a box of several lines. One that says nothing of it has 200."""

_KINDS: Mapping[str, Any] = {
    "choice": "radio",
    "yes_no": "radio",
    "party": "radio",
    "date": "date",
    "money": "money",
    "count": "number",
}
_INPUT_MODES = {"phone": "tel", "bank_account": "numeric", "money": "decimal"}


def fields_of(
    page: Page,
    facts: Facts,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
    *,
    title_asks: bool = True,
) -> list[FieldView]:
    """The fields of a page: with what was typed and what is wrong with it, or with the answers kept.

    `title_asks`: the title of a page of one question is that question in the page's own words. It is not where the page
    is a step, which has a name.
    """
    errors = {problem.field: problem.text for problem in problems}
    questions = forms.questions_for(page, facts)
    asks = title_asks and len(questions) == 1
    views = []
    for question in questions:
        values = typed if typed is not None else forms.typed_answer(question, facts)
        title = page.title if asks and _KINDS.get(question.kind) == "radio" else None
        views.append(field_view(question, forms.options_for(question, facts), values, errors, title))
    return views


def with_inner(views: Sequence[FieldView]) -> list[FieldView]:
    """The fields and those that stand inside a choice, in the order of the page."""
    return [one for view in views for one in (view, *(inner for c in view.choices for inner in c.fields))]


def field_view(
    question: Question,
    options: Sequence[Option],
    values: Mapping[str, str],
    errors: Mapping[str, Text],
    title: Text | None,
) -> FieldView:
    """One question. `title` is given where it is the only one of its page and asks in the page's own words."""
    return FieldView(
        name=question.id,
        label=title or question.label,
        kind=_kind(question),
        value=values.get(question.id, ""),
        hint=_hint(question, options),
        error=errors.get(question.id, ""),
        choices=[_choice(question, option, values, errors) for option in options],
        unit=question.unit or (YUAN if question.kind == "money" else ""),
        autocomplete=question.autocomplete,
        inputmode=_INPUT_MODES.get(question.kind, ""),
        required=question.required,
        ask=title is not None,
        width="s" if question.kind in ("money", "count") else "",
    )


def _kind(question: Question) -> Any:
    """The control of a question; what may be several sentences gets room for them."""
    if question.kind == "text" and question.longest >= SEVERAL_SENTENCES:
        return "textarea"
    return _KINDS.get(question.kind, "text")


def _hint(question: Question, options: Sequence[Option]) -> Text | str:
    """That of a party speaks of the family: shown where somebody of it can be chosen."""
    is_offered = any(option.key not in (SELF, OTHER) for option in options)
    return question.hint if question.hint and (question.kind != "party" or is_offered) else ""


def _choice(question: Question, option: Option, values: Mapping[str, str], errors: Mapping[str, Text]) -> Choice:
    """One row; the fields that name somebody else stand inside the row that needs them."""
    if question.kind == "party" and option.key == OTHER:
        return Choice(option.key, option.label, OTHER_HINT, fields=_other_person(question, values, errors))
    return Choice(option.key, option.label, option.hint or "")


def _other_person(question: Question, values: Mapping[str, str], errors: Mapping[str, Text]) -> list[FieldView]:
    """The two fields that name somebody who is not of the household."""
    rows = ((f"{question.id}.name", OTHER_NAME), (f"{question.id}.id_number", OTHER_NUMBER))
    return [
        FieldView(
            name=name,
            label=label,
            value=values.get(name, ""),
            error=errors.get(name, ""),
            required=True,
            autocomplete="off",
        )
        for name, label in rows
    ]
