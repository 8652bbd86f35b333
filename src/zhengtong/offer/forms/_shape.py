"""What a form's expressions may look at, and with which types. Everything but today may still be unknown."""

from collections.abc import Mapping
from typing import Any

from zhengtong.offer.forms.data import Facts

_TYPES = {"money": "money", "yes_no": "bool", "date": "date"}
_PARTY = {"kind": "text", "name": "text", "id_number": "text", "relation": "text"}
_APPLICANT = {"name": "text?", "id_number": "text?"}


def answers_shape(raw_form: Mapping[str, Any]) -> dict[str, Any]:
    """The types of the answers of a form, by question id, as a Shape declares them."""
    questions = [question for page in raw_form["pages"] for question in page.get("questions", ())]
    return {f"{q['id']}?": _PARTY if q["kind"] == "party" else _TYPES.get(q["kind"], "text") for q in questions}


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
