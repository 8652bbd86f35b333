"""From rules.yaml of a published version to compiled rules; once per version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, Kind, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation, ServiceVersion
from zhengtong.offer.rules._shape import asking_shape, result_kind, shape_of
from zhengtong.offer.rules.data import Need, Outcome

_PARAMETERS = "parameters."


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled expression and the parameters it names."""

    expression: Expression
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Input:
    kind: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Condition:
    id: str
    when: Rule
    outcome: Outcome
    reason: Text
    inputs: Mapping[str, Input]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Row:
    when: Rule | None
    value: Rule
    label: Text
    inputs: Mapping[str, Input]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no approval when nothing is left of the sum."""

    reason: Text
    inputs: Mapping[str, Input]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Period:
    since: str
    until: str | None
    value: Any
    cite: Citation


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    label: Text
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """What was said and what was found of one thing, to stand side by side."""

    label: Text
    kind: str
    said: Rule
    found: Rule


@dataclass(frozen=True, slots=True)
class Ruleset:
    needs: tuple[Need, ...]
    asking: Mapping[str, Rule]
    parameters: Mapping[str, Parameter]
    conditions: tuple[Condition, ...]
    compares: tuple[Compare, ...]
    reason: Text
    inputs: Mapping[str, Input]
    cite: Citation
    amount_id: str
    tables: tuple[tuple[Row, ...], ...]
    nothing: Nothing | None
    values: Mapping[str, Input]
    shape: Shape


_rulesets: dict[str, Ruleset] = {}


def ruleset_of(version: ServiceVersion) -> Ruleset:
    """The rules of a version. KeyError when it has no rules.yaml."""
    if version.hash not in _rulesets:
        _rulesets[version.hash] = _Builder(version).build()
    return _rulesets[version.hash]


def _need(raw: Mapping[str, Any]) -> Need:
    return Need(raw["id"], raw["resource"], raw["party"], raw["fields"], raw.get("each", False))


class _Builder:
    def __init__(self, version: ServiceVersion) -> None:
        self.files, self.raw, self.cite = version.files, version.files["rules.yaml"], version.service.cite
        self.shape = Shape(shape_of(version.files))

    def build(self) -> Ruleset:
        result = self.raw["result"]
        amount = result.get("amount", {"id": "", "lines": ()})
        return Ruleset(
            needs=tuple(_need(raw) for raw in self.raw["needs"]),
            asking={raw["id"]: self._asking(raw) for raw in self.raw["needs"] if "when" in raw},
            parameters={name: self._parameter(name, raw) for name, raw in self.raw["parameters"].items()},
            conditions=tuple(self._condition(raw) for raw in self.raw["conditions"]),
            compares=tuple(self._compare(raw) for raw in self.raw.get("compares", ())),
            reason=Text.read(result["reason"]),
            inputs=self._inputs(result.get("inputs", {})),
            cite=self.cite(result["cite"]),
            amount_id=amount["id"],
            tables=tuple(tuple(self._row(row) for row in line.get("table", [line])) for line in amount["lines"]),
            nothing=self._nothing(amount["nothing"]) if "nothing" in amount else None,
            values=self._inputs(result.get("values", {})),
            shape=self.shape,
        )

    def _asking(self, raw: Mapping[str, Any]) -> Rule:
        return self._rule(raw["when"], "bool", Shape(asking_shape(self.files, raw)))

    def _nothing(self, raw: Mapping[str, Any]) -> Nothing:
        return Nothing(Text.read(raw["reason"]), self._inputs(raw.get("inputs", {})), self.cite(raw["cite"]))

    def _rule(self, source: str, kind: Kind, shape: Shape | None = None) -> Rule:
        compiled = expressions.compile(source, shape or self.shape, forbid_division=True, result=kind)
        used = (path.removeprefix(_PARAMETERS) for path in compiled.paths if path.startswith(_PARAMETERS))
        return Rule(compiled, tuple(sorted(used)))

    def _inputs(self, raw: Mapping[str, Any]) -> dict[str, Input]:
        return {
            name: Input(entry["kind"], self._rule(entry["value"], result_kind(entry["kind"])))
            for name, entry in raw.items()
        }

    def _condition(self, raw: Mapping[str, Any]) -> Condition:
        return Condition(
            raw["id"],
            self._rule(raw["when"], "bool"),
            raw["outcome"],
            Text.read(raw["reason"]),
            self._inputs(raw.get("inputs", {})),
            self.cite(raw["cite"]),
        )

    def _compare(self, raw: Mapping[str, Any]) -> Compare:
        kind = raw["kind"]
        said, found = (self._rule(raw[side], result_kind(kind)) for side in ("said", "found"))
        return Compare(Text.read(raw["label"]), kind, said, found)

    def _row(self, raw: Mapping[str, Any]) -> Row:
        when = self._rule(raw["when"], "bool") if "when" in raw else None
        inputs = self._inputs(raw.get("inputs", {}))
        return Row(when, self._rule(raw["value"], "money"), Text.read(raw["label"]), inputs, self.cite(raw["cite"]))

    def _parameter(self, name: str, raw: Mapping[str, Any]) -> Parameter:
        periods = tuple(Period(v["from"], v.get("until"), v["value"], self.cite(v["cite"])) for v in raw["values"])
        return Parameter(name, Text.read(raw["label"]), periods)
