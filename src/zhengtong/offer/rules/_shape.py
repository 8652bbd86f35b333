"""What the expressions of a service's rules may look at, and with which types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from zhengtong.kernel.definitions import Path
from zhengtong.kernel.expressions import Kind
from zhengtong.offer.catalogue.ports import offered

_PARAMETERS = {"fen": "money", "year": "int", "day": "int", "count": "int", "text": "text"}
_APPLICANT = {"name": "text?", "id_number": "text?"}


def shape_of(files: Mapping[str, Any]) -> dict[str, Any]:
    """`answers`, `applicant`, `parameters`, `today`, and every need by its id."""
    rules = files["rules.yaml"]
    needs = {need["id"]: dict(need["fields"]) for need in rules["needs"]}
    return {
        "answers": offered(files).get("answers", {}),
        "applicant": _APPLICANT,
        "parameters": _parameters(rules),
        "today": "date",
        **needs,
    }


def _parameters(rules: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name}?": _PARAMETERS[entry["unit"]] for name, entry in rules["parameters"].items()}


def offers(rules: Mapping[str, Any]) -> dict[str, Any]:
    """What other files of the folder may look at: `parameters`, and `evidence` by need; none need be known yet."""
    needs = {need["id"]: {f"{name}?": kind for name, kind in need["fields"].items()} for need in rules["needs"]}
    return {"parameters": _parameters(rules), "evidence": {f"{id}?": fields for id, fields in needs.items()}}


@dataclass(frozen=True, slots=True)
class Place:
    """An expression of rules.yaml and where it stands; `kind` is the type its value must have."""

    path: Path
    source: str
    kind: Kind


def places(rules: Mapping[str, Any]) -> Iterator[Place]:
    """Every expression of a rules.yaml with the kind its result must have."""
    for i, condition in enumerate(rules["conditions"]):
        yield Place(("conditions", i, "when"), condition["when"], "bool")
        yield from _inputs(("conditions", i, "inputs"), condition.get("inputs", {}))
    result = rules["result"]
    yield from _inputs(("result", "inputs"), result.get("inputs", {}))
    yield from _inputs(("result", "values"), result.get("values", {}))
    for path, row in rows(rules):
        if "when" in row:
            yield Place((*path, "when"), row["when"], "bool")
        yield Place((*path, "value"), row["value"], "money")


def result_kind(kind: str) -> Kind:
    """The type an expression must give for a value of a kind: identifiers are text."""
    return cast(Kind, kind) if kind in ("text", "int", "money", "date", "bool") else "text"


def rows(rules: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every row of the decision tables of the sum."""
    for i, line in enumerate(rules["result"].get("amount", {}).get("lines", ())):
        for j, row in enumerate(line["table"]):
            yield ("result", "amount", "lines", i, "table", j), row


def _inputs(path: Path, inputs: Mapping[str, Any]) -> Iterator[Place]:
    for name, entry in inputs.items():
        yield Place((*path, name, "value"), entry["value"], result_kind(entry["kind"]))
