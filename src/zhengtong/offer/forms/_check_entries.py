"""What a schema cannot see in the people and list questions of form.yaml, and every expression of the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.expressions import Kind, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File
from zhengtong.offer.forms._entries import FIRST
from zhengtong.offer.forms._shape import REPEATED, RESERVED, entry_scope, shape_of
from zhengtong.offer.forms._standing import PAGES

Entry = tuple[ValuePath, Mapping[str, Any]]
BOUNDED = ("count", "money")
_FIELDS = {
    "relations": ("people",),
    "party": ("people",),
    "of": ("list",),
    "one": REPEATED,
    "least": REPEATED,
    "most": REPEATED,
    "pages": REPEATED,
    "values": REPEATED,
    "total": REPEATED,
}
_NEEDED = {"people": ("one", "relations"), "list": ("one", "pages")}
_NO_PAGES = (*PAGES, "remove", "add")


@dataclass(frozen=True, slots=True)
class Place:
    """An expression of form.yaml: where it stands, what it may name, the type its value must have."""

    path: ValuePath
    source: str
    shape: Shape
    kind: Kind


def questions(raw: Mapping[str, Any]) -> Iterator[Entry]:
    """The questions of the pages, without those of entries."""
    for i, page in enumerate(raw["pages"]):
        for j, question in enumerate(page.get("questions", ())):
            yield ("pages", i, "questions", j), question


def every_question(raw: Mapping[str, Any]) -> Iterator[Entry]:
    """The questions of the pages and those of their entries."""
    for path, question in questions(raw):
        yield path, question
        yield from _inner(path, question)


def _inner(path: ValuePath, question: Mapping[str, Any]) -> Iterator[Entry]:
    for i, page in enumerate(question.get("pages", ())):
        for j, inner in enumerate(page["questions"]):
            yield (*path, "pages", i, "questions", j), inner


def places(raw: Mapping[str, Any]) -> Iterator[Place]:
    """Every expression of the file."""
    shape = Shape(shape_of(raw))
    for i, page in enumerate(raw["pages"]):
        yield from _when(("pages", i), page, shape)
    for path, question in questions(raw):
        yield from _when(path, question, shape)
        if question["kind"] in REPEATED:
            yield from _entry_places(path, question, Shape(entry_scope(raw, question)))


def _when(path: ValuePath, entry: Mapping[str, Any], shape: Shape) -> Iterator[Place]:
    if "when" in entry:
        yield Place((*path, "when"), entry["when"], shape, "bool")


def _entry_places(path: ValuePath, question: Mapping[str, Any], shape: Shape) -> Iterator[Place]:
    for i, relation in enumerate(question.get("relations", ())):
        yield Place((*path, "relations", i, "counts"), relation["counts"], shape, "bool")
    for i, page in enumerate(question.get("pages", ())):
        yield from _when((*path, "pages", i), page, shape)
    for inner_path, inner in _inner(path, question):
        yield from _when(inner_path, inner, shape)
    for name, value in question.get("values", {}).items():
        yield Place((*path, "values", name, "value"), value["value"], shape, value["kind"])


def check_entries(file: File) -> Iterator[Finding]:
    """Findings of the people and list questions."""
    people = {question["id"] for _, question in questions(file.value) if question["kind"] == "people"}
    parties = {question["id"] for _, question in questions(file.value) if question["kind"] == "party"}
    for path, question in every_question(file.value):
        yield from _bounds(file, path, question)
    for path, question in questions(file.value):
        yield from _fields(file, path, question)
        if question["kind"] in REPEATED:
            yield from _alone(file, path, question)
            yield from _pointing(file, (*path, "of"), question.get("of"), people, "people")
            yield from _pointing(file, (*path, "party"), question.get("party"), {*parties, "applicant"}, "party")
            yield from _limits(file, path, question)
            yield from _names(file, path, question)
            yield from _total(file, path, question)
    for path, question in every_question(file.value):
        if len(path) > 4 and question["kind"] in (*REPEATED, "party"):
            yield file.finding(
                (*path, "kind"),
                "nested",
                Text(f"每一项里不能再问“{question['kind']}”。", f"An entry cannot ask “{question['kind']}”."),
                Text("放到表单的一页上去问。", "Ask it on a page of the form."),
            )


def _fields(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    kind = question["kind"]
    for field, kinds in _FIELDS.items():
        if field in question and kind not in kinds:
            zh, en = "、".join(kinds), " or ".join(kinds)
            yield file.finding(
                (*path, field),
                "field_of_kind",
                Text(
                    f"“{question['id']}”是 {kind}，不能有 {field}。", f"“{question['id']}” is {kind}, without {field}."
                ),
                Text(f"删去 {field}，或者改成 {zh}。", f"Remove {field}, or make it {en}."),
            )
    for field in _NEEDED.get(kind, ()):
        if field not in question:
            yield file.finding(
                path,
                "missing_field",
                Text(f"“{question['id']}”缺 {field}。", f"“{question['id']}” lacks {field}."),
                Text(f"加上 {field}。", f"Add {field}."),
            )


def _alone(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    """A list of people or things fills a page by itself: one thing a page."""
    if len(file.value["pages"][path[1]]["questions"]) > 1:
        yield file.finding(
            path,
            "not_alone",
            Text(f"“{question['id']}”要自己占一页。", f"“{question['id']}” needs a page of its own."),
            Text("把别的题挪到另一页。", "Move the other questions to another page."),
        )


def _pointing(file: File, path: ValuePath, name: Any, there: set[str], kind: str) -> Iterator[Finding]:
    if name is not None and name not in there:
        yield file.finding(
            path,
            "unknown_question",
            Text(f"表单里没有 {kind} 问题“{name}”。", f"The form has no {kind} question “{name}”."),
            Text(
                f"现有的是：{'、'.join(sorted(there)) or '没有'}。", f"There are: {', '.join(sorted(there)) or 'none'}."
            ),
        )


def _limits(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    if question.get("least", 0) > question.get("most", 50):
        yield file.finding(
            (*path, "least"),
            "limits",
            Text("least 比 most 大。", "“least” is more than “most”."),
            Text("改小 least，或者改大 most。", "Lower least or raise most."),
        )


def _bounds(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    """Bounds of a number stand at a number, the lower below the upper; at a question of an entry too."""
    given = [name for name in ("at_least", "at_most") if name in question]
    if given and question["kind"] not in BOUNDED:
        yield from _wrong_bound(
            file, (*path, given[0]), "只有个数和金额有 at_least、at_most。", "Only a count or money has bounds."
        )
    elif len(given) == 2 and question["at_least"] > question["at_most"]:
        yield from _wrong_bound(
            file, (*path, "at_least"), "at_least 比 at_most 大。", "“at_least” is more than “at_most”."
        )


def _wrong_bound(file: File, path: ValuePath, zh: str, en: str) -> Iterator[Finding]:
    yield file.finding(path, "bounds", Text(zh, en), Text("删去，或者改好。", "Remove it, or set it right."))


def _names(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    """Names of pages, relations, questions and values: each once, none that an entry has by itself."""
    named: list[tuple[ValuePath, str]] = [((*place, "id"), inner["id"]) for place, inner in _inner(path, question)]
    named += [((*path, "values", name), name) for name in question.get("values", {})]
    pages = [((*path, "pages", i, "id"), page["id"]) for i, page in enumerate(question.get("pages", ()))]
    relations = [((*path, "relations", i, "id"), one["id"]) for i, one in enumerate(question.get("relations", ()))]
    for entries, reserved in ((named, RESERVED), (pages, _NO_PAGES), (relations, (FIRST,))):
        seen = set(reserved)
        for place, name in entries:
            if name in seen:
                yield file.finding(
                    place,
                    "name_taken",
                    Text(f"“{name}”已经有了。", f"“{name}” is taken."),
                    Text("换一个没用过的编号。", "Take an id that is not in use."),
                )
            seen.add(name)


def _total(file: File, path: ValuePath, question: Mapping[str, Any]) -> Iterator[Finding]:
    sums = {name for name, value in question.get("values", {}).items() if value["kind"] == "money"}
    if "total" in question and question["total"]["of"] not in sums:
        there = "、".join(sorted(sums)) or "没有", ", ".join(sorted(sums)) or "none"
        yield file.finding(
            (*path, "total", "of"),
            "unknown_value",
            Text(
                f"values 里没有金额“{question['total']['of']}”。", f"No amount “{question['total']['of']}” in values."
            ),
            Text(f"现有的是：{there[0]}。", f"There are: {there[1]}."),
        )
