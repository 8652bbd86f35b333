"""From form.yaml of a published version to a form; parsed once per version."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms._self_check import with_self_check
from zhengtong.offer.forms._shape import REPEATED, entry_scope, scope_of, shape_of
from zhengtong.offer.forms._standing import standing_pages
from zhengtong.offer.forms.data import (
    EntryValue,
    Form,
    Known,
    Option,
    Page,
    Question,
    Relation,
    Repeat,
    Total,
)

_LONGEST = 200
_MOST = 20
_forms: dict[str, Form] = {}


def form_of(version: ServiceVersion) -> Form:
    """The form of a version; empty when the service asks nothing."""
    if version.hash not in _forms:
        raw = version.files.get("form.yaml", {"pages": []})
        _forms[version.hash] = build(with_self_check(raw, version.files))
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
    return _Builder(raw).form()


class _Builder:
    """Builds one form; the shapes of its expressions are worked out once."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw, self.shape = raw, Shape(shape_of(raw))

    def form(self) -> Form:
        return Form(tuple(_page(page, self.shape, self._repeat) for page in self.raw["pages"]))

    def _repeat(self, raw: Mapping[str, Any]) -> Repeat | None:
        """What a question asks of every entry; None for a question with one answer."""
        if raw["kind"] not in REPEATED:
            return None
        shape = Shape(entry_scope(self.raw, raw))
        total = raw.get("total")
        return Repeat(
            scope=scope_of(raw),
            one=Text.read(raw["one"]),
            least=raw.get("least", 0),
            most=raw.get("most", _MOST),
            pages=(*standing_pages(raw), *(_page(page, shape) for page in raw.get("pages", ()))),
            relations=tuple(_relation(one, shape) for one in raw.get("relations", ())),
            party=raw.get("party", ""),
            of=raw.get("of", ""),
            values={name: _value(one, shape) for name, one in raw.get("values", {}).items()},
            total=Total(Text.read(total["label"]), total["of"]) if total else None,
        )


def _relation(raw: Mapping[str, Any], shape: Shape) -> Relation:
    return Relation(
        id=raw["id"],
        label=Text.read(raw["label"]),
        hint=_text(raw, "hint"),
        counts=expressions.compile(raw["counts"], shape, result="bool"),
        counted=_text(raw, "counted"),
        not_counted=_text(raw, "not_counted"),
    )


def _value(raw: Mapping[str, Any], shape: Shape) -> EntryValue:
    return EntryValue(
        kind=raw["kind"],
        value=expressions.compile(raw["value"], shape, forbid_division=True, result=raw["kind"]),
        label=_text(raw, "label"),
    )


def _page(
    raw: Mapping[str, Any], shape: Shape, repeat: Callable[[Mapping[str, Any]], Repeat | None] = lambda _: None
) -> Page:
    return Page(
        id=raw["id"],
        title=Text.read(raw["title"]),
        intro=_text(raw, "intro"),
        questions=tuple(_question(question, shape, repeat(question)) for question in raw.get("questions", ())),
        known=tuple(_known(item) for item in raw.get("known", ())),
        when=_when(raw, shape),
        when_said=_text(raw, "when_said"),
    )


def _question(raw: Mapping[str, Any], shape: Shape, repeat: Repeat | None) -> Question:
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
        repeat=repeat,
        name_of=tuple(raw.get("name_of", ())),
        at_least=raw.get("at_least"),
        at_most=raw.get("at_most"),
        when_said=_text(raw, "when_said"),
    )


def _known(raw: Mapping[str, Any]) -> Known:
    return Known(raw["resource"], raw["field"], Text.read(raw["label"]), raw["kind"], raw.get("sensitive", False))


def _when(raw: Mapping[str, Any], shape: Shape) -> Expression | None:
    return expressions.compile(raw["when"], shape, result="bool") if "when" in raw else None


def _text(raw: Mapping[str, Any], key: str) -> Text | None:
    return Text.read(raw[key]) if key in raw else None
