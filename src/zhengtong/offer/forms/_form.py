"""From form.yaml of a published version to a form; parsed once per version."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms._shape import shape_of
from zhengtong.offer.forms.data import Form, Known, Option, Page, Question

_LONGEST = 200
_forms: dict[str, Form] = {}


def form_of(version: ServiceVersion) -> Form:
    """The form of a version; empty when the service asks nothing."""
    if version.hash not in _forms:
        _forms[version.hash] = build(version.files.get("form.yaml", {"pages": []}))
    return _forms[version.hash]


def form_asking(id: str, title: Text, questions: Sequence[Mapping[str, Any]]) -> Form:
    """A form of one page, for questions that stand elsewhere in a checked folder, such as a step of a process."""
    return build({"pages": [{"id": id, "title": title.plain(), "questions": questions}]})


def prefills_of(form: Form) -> dict[str, tuple[str, ...]]:
    """What a form would like to know beforehand about the applicant: resource → fields, `members` for the household."""
    wanted: dict[str, dict[str, None]] = {}
    for page in form.pages:
        for known in page.known:
            wanted.setdefault(known.resource, {})[known.field] = None
        for question in page.questions:
            if question.members_of:
                wanted.setdefault(question.members_of, {})["members"] = None
    return {resource: tuple(fields) for resource, fields in wanted.items()}


def build(raw: Mapping[str, Any]) -> Form:
    """The form of a checked form.yaml."""
    shape = Shape(shape_of(raw))
    return Form(tuple(_page(page, shape) for page in raw["pages"]))


def _page(raw: Mapping[str, Any], shape: Shape) -> Page:
    return Page(
        id=raw["id"],
        title=Text.read(raw["title"]),
        intro=_text(raw, "intro"),
        questions=tuple(_question(question, shape) for question in raw.get("questions", ())),
        known=tuple(_known(item) for item in raw.get("known", ())),
        when=_when(raw, shape),
    )


def _question(raw: Mapping[str, Any], shape: Shape) -> Question:
    return Question(
        id=raw["id"],
        kind=raw["kind"],
        label=Text.read(raw["label"]),
        hint=_text(raw, "hint"),
        choices=tuple(Option(c["id"], Text.read(c["label"]), _text(c, "hint")) for c in raw.get("choices", ())),
        unit=_text(raw, "unit"),
        required=raw.get("required", True),
        when=_when(raw, shape),
        sensitive=raw.get("sensitive", False),
        longest=raw.get("longest", _LONGEST),
        members_of=raw.get("members_of", ""),
        allow=tuple(raw.get("allow", ())),
        autocomplete=raw.get("autocomplete", ""),
    )


def _known(raw: Mapping[str, Any]) -> Known:
    return Known(raw["resource"], raw["field"], Text.read(raw["label"]), raw["kind"], raw.get("sensitive", False))


def _when(raw: Mapping[str, Any], shape: Shape) -> Expression | None:
    return expressions.compile(raw["when"], shape, result="bool") if "when" in raw else None


def _text(raw: Mapping[str, Any], key: str) -> Text | None:
    return Text.read(raw[key]) if key in raw else None
