"""What the expressions of a service's rules may look at, and with which types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from zhengtong.kernel.definitions import Path
from zhengtong.kernel.expressions import Kind
from zhengtong.offer.catalogue.ports import offered

_PARAMETERS = {"fen": "money", "year": "int", "day": "int", "count": "int", "text": "text"}
_APPLICANT = {"name": "text?", "id_number": "text?"}
PERSON = {"person": "text", "name": "text"}
"""What evidence about several people has beside its own fields."""


def shape_of(files: Mapping[str, Any]) -> dict[str, Any]:
    """`answers`, `applicant`, `parameters`, `today`, and every need by its id."""
    rules = files["rules.yaml"]
    return {**_common(files), **{need["id"]: _evidence(need) for need in rules["needs"]}}


def asking_shape(files: Mapping[str, Any], need: Mapping[str, Any]) -> dict[str, Any]:
    """What the condition of a need about several people may look at: before any evidence, and one `person` of them."""
    return {**_common(files), "person": offered(files).get("answers", {}).get(f"{need['party']}?", [{}])[0]}


def _common(files: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "answers": offered(files).get("answers", {}),
        "applicant": _APPLICANT,
        "parameters": _parameters(files["rules.yaml"]),
        "today": "date",
    }


def _parameters(rules: Mapping[str, Any]) -> dict[str, str]:
    return {f"{name}?": _PARAMETERS[entry["unit"]] for name, entry in rules["parameters"].items()}


def offers(rules: Mapping[str, Any]) -> dict[str, Any]:
    """What other files of the folder may look at: `parameters`, and `evidence` by need; none need be known yet."""
    needs = {f"{need['id']}?": _offered(need) for need in rules["needs"]}
    return {"parameters": _parameters(rules), "evidence": needs}


def _offered(need: Mapping[str, Any]) -> Any:
    """A need as others see it: each of its fields may still be unknown."""
    fields = {f"{name}?": kind for name, kind in need["fields"].items()}
    return [{**PERSON, **fields}] if need.get("each") else fields


def _evidence(need: Mapping[str, Any]) -> Any:
    """A record; about several people a list of records, each with the key and the name of its person."""
    fields = dict(need["fields"])
    return [{**PERSON, **fields}] if need.get("each") else fields


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
    for i, compare in enumerate(rules.get("compares", ())):
        for side in ("said", "found"):
            yield Place(("compares", i, side), compare[side], result_kind(compare["kind"]))
    result = rules["result"]
    yield from _inputs(("result", "inputs"), result.get("inputs", {}))
    yield from _inputs(("result", "values"), result.get("values", {}))
    for path, row in rows(rules):
        if "when" in row:
            yield Place((*path, "when"), row["when"], "bool")
        yield Place((*path, "value"), row["value"], "money")
        yield from _inputs((*path, "inputs"), row.get("inputs", {}))
    nothing = result.get("amount", {}).get("nothing", {})
    yield from _inputs(("result", "amount", "nothing", "inputs"), nothing.get("inputs", {}))


def result_kind(kind: str) -> Kind:
    """The type an expression must give for a value of a kind: identifiers are text."""
    return cast(Kind, kind) if kind in ("text", "int", "money", "date", "bool") else "text"


def rows(rules: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every row of the sum: those of its decision tables, and the lines that are one expression."""
    for i, line in enumerate(rules["result"].get("amount", {}).get("lines", ())):
        path: Path = ("result", "amount", "lines", i)
        if "table" not in line:
            yield path, line
        for j, row in enumerate(line.get("table", ())):
            yield (*path, "table", j), row


def _inputs(path: Path, inputs: Mapping[str, Any]) -> Iterator[Place]:
    for name, entry in inputs.items():
        yield Place((*path, name, "value"), entry["value"], result_kind(entry["kind"]))
