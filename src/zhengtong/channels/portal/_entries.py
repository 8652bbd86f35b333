"""Several people, or a list of things: the rows of their page, the fields of one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from zhengtong.channels.ui.api import field_view, yuan
from zhengtong.channels.ui.data import FieldView
from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Entry, Facts, Form, Page, Question

SELF, HELPED = Text("您自己", "Yourself"), Text("您替这位申请", "You apply for them")
CHANGE, GO_ON = Text("改", "Change"), Text("接着填", "Continue")
UNFINISHED = Text("还没填完", "Not finished yet")


def entry_rows(application: str, page: Page, question: Question, facts: Facts) -> list[dict[str, Any]]:
    """Each entry with who or what it is, what it comes to, and the ways to change it and take it out."""
    return [_row(application, page, question, entry, facts) for entry in forms.entries_of(question, facts)]


def left_out(application: str, form: Form, facts: Facts) -> list[dict[str, str]]:
    """Who stands in the reader's household booklet and is in no entry: the names, and the page that adds them."""
    return [
        {"names": names, "href": reverse("portal.page", args=[application, page.id])}
        for page in forms.pages_for(form, facts)
        for question in page.questions
        if question.kind == "people" and (names := "、".join(_names_to_add(question, facts)))
    ]


def _names_to_add(question: Question, facts: Facts) -> list[str]:
    return [member.label.zh for member in forms.members_to_add(question, facts)]


def _row(application: str, page: Page, question: Question, entry: Entry, facts: Facts) -> dict[str, Any]:
    part = entry.missing[0] if entry.missing else entry.pages[0].id if entry.pages else ""
    return {
        "id": f"f-{question.id}.{entry.key}",
        "name": entry.title,
        "did": _did(question, entry, facts),
        "note": UNFINISHED if entry.missing else entry.verdict or _worth(question, entry),
        "edit": reverse("portal.entry", args=[application, page.id, entry.key, part]) if part else "",
        "verb": GO_ON if entry.missing else CHANGE,
        "remove": "" if entry.fixed else reverse("portal.remove", args=[application, page.id, entry.key]),
    }


def _did(question: Question, entry: Entry, facts: Facts) -> Text | str:
    """What somebody is to the first person; of that one, whether it is who fills in the form."""
    if entry.fixed:
        return HELPED if question.repeat and forms.is_helped(question.repeat, facts) else SELF
    chosen = entry.values.get("relation")
    asked = (one for page in entry.pages for one in page.questions if one.id == "relation")
    return next((option.label for one in asked for option in one.choices if option.key == chosen), "")


def _worth(question: Question, entry: Entry) -> Text | str:
    """The labelled values that were worked out, such as what comes in a year."""
    words = [told.said for told in forms.worked_out(question, entry)]
    return Text("，".join(w.zh for w in words), ", ".join(w.in_("en") for w in words)) if words else ""


def total_row(question: Question, facts: Facts) -> dict[str, Any] | None:
    """What all entries come to, added up for the person."""
    total = forms.total_of(question, facts)
    if not total or question.repeat is None or question.repeat.total is None:
        return None
    return {"label": question.repeat.total.label, "amount": yuan(total), "source": ""}


def problem_fields(question: Question, problems: Sequence[FieldProblem]) -> list[FieldView]:
    """What is wrong with the entries, for the error summary: each leads to its row."""
    return [FieldView(name=one.field, label=question.label, error=one.text) for one in problems]


def entry_fields(
    question: Question,
    entry: Entry,
    part: Page,
    facts: Facts,
    typed: Mapping[str, str] | None,
    problems: Sequence[FieldProblem],
) -> list[FieldView]:
    """The fields of one page of an entry, with what was typed or what is kept."""
    errors = {problem.field: problem.text for problem in problems}
    alone = len(part.questions) == 1
    views = []
    for one in part.questions:
        values = typed if typed is not None else forms.boxes_of(one, entry.values.get(one.id))
        options = forms.options_of(question, one, facts)
        views.append(field_view(one, options, values, errors, part.title if alone and options else None))
    return views


def taken_along(question: Question, key: str, form: Form, facts: Facts) -> int:
    """How many things of a person go when the person is taken out."""
    return sum(len(keys) for keys in forms.belongings(question, key, form, facts).values())


def address_after(application: str, page: str, before: Entry, after: Entry, part: str) -> str:
    """Where saving a page of an entry leads: on through a new one, back to all of them from one that was finished."""
    parts = [one.id for one in after.pages]
    following = parts[parts.index(part) + 1 :] if part in parts else []
    was_whole = bool(before.pages) and not before.missing
    if after.missing and (was_whole or not following):
        following = [after.missing[0]]
    elif was_whole:
        following = []
    if following:
        return reverse("portal.entry", args=[application, page, after.key, following[0]])
    return reverse("portal.page", args=[application, page])
