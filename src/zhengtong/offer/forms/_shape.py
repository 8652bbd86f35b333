"""What a form's expressions may look at, and with which types. Everything but today may still be unknown."""

from collections.abc import Mapping
from typing import Any

from zhengtong.offer.forms.data import Facts

_TYPES = {"money": "money", "yes_no": "bool", "date": "date", "count": "int"}
_PARTY = {"kind": "text", "name": "text", "id_number": "text", "relation": "text"}
_APPLICANT = {"name": "text?", "id_number": "text?"}
_PERSON = {
    "key": "text",
    "relation": "text",
    "name": "text",
    "id_number": "text",
    "birth_date": "date",
    "adult": "bool",
    "counts": "bool",
    "known": "bool",
}
REPEATED = ("people", "list")
RESERVED = (*_PERSON, "person")
"""Names an entry has by itself: a question or a value of an entry cannot take them."""


def answers_shape(raw_form: Mapping[str, Any]) -> dict[str, Any]:
    """The types of the answers of a form, by question id, as a Shape declares them."""
    questions = [question for page in raw_form["pages"] for question in page.get("questions", ())]
    return {f"{question['id']}?": _type_of(question) for question in questions}


def _type_of(question: Mapping[str, Any]) -> Any:
    if question["kind"] in REPEATED:
        return [entry_shape(question)]
    return _PARTY if question["kind"] == "party" else _TYPES.get(question["kind"], "text")


def entry_shape(question: Mapping[str, Any]) -> dict[str, Any]:
    """The types of one entry of a people or list question: what it has by itself, its questions, its values."""
    own = {"key": "text", **({"person": "text"} if "of" in question else {})}
    asked = [inner for page in question.get("pages", ()) for inner in page["questions"]]
    return {
        **(_PERSON if question["kind"] == "people" else own),
        **{f"{inner['id']}?": _TYPES.get(inner["kind"], "text") for inner in asked},
        **{f"{name}?": value["kind"] for name, value in question.get("values", {}).items()},
    }


def scope_of(question: Mapping[str, Any]) -> str:
    """What the expressions of an entry call it."""
    return "person" if question["kind"] == "people" else "item"


def entry_scope(raw_form: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    """Everything an expression of an entry may name: what the form's may, and the entry."""
    return {**shape_of(raw_form), scope_of(question): entry_shape(question)}


def shape_of(raw_form: Mapping[str, Any]) -> dict[str, Any]:
    """Everything an expression of a form may name."""
    known: dict[str, dict[str, str]] = {}
    for page in raw_form["pages"]:
        for item in page.get("known", ()):
            fields = known.setdefault(f"{cel_name(item['resource'])}?", {})
            fields[f"{item['field']}?"] = _TYPES.get(item["kind"], "text")
    return {"answers": answers_shape(raw_form), "known": known, "applicant": _APPLICANT, "today": "date"}


def cel_name(resource: str) -> str:
    """A resource's code as an expression writes it: `some-register` is `some_register`."""
    return resource.replace("-", "_")


def values_of(facts: Facts) -> dict[str, Any]:
    """The facts under the names expressions use."""
    return {
        "answers": facts.get("answers", {}),
        "known": {cel_name(resource): values for resource, values in facts.get("known", {}).items()},
        "applicant": facts.get("applicant", {}),
        "today": facts["today"],
    }
