"""About whom the rules need evidence, and the evidence as expressions see it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhengtong.kernel.expressions import ExpressionError
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules._in_force import in_force
from zhengtong.offer.rules._ruleset import Ruleset, ruleset_of
from zhengtong.offer.rules.data import Asked, MissingEvidence, Need, UsedParameter

Facts = Mapping[str, Any]


class StaleError(Exception):
    """A parameter has no value in force on the day."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def needs_of(version: ServiceVersion) -> tuple[Need, ...]:
    """The evidence the rules of a version look at; nothing when it has no rules."""
    return ruleset_of(version).needs if "rules.yaml" in version.files else ()


def asked_of(version: ServiceVersion, facts: Facts, on: date) -> tuple[Asked, ...]:
    """Every question to put to a department on a day: one for a need, or one for each person it is about.

    Where it cannot be worked out whom to ask about, nobody's data are asked for; `decide` then goes to a person.
    """
    if "rules.yaml" not in version.files:
        return ()
    rules = ruleset_of(version)
    asked: list[Asked] = []
    for need in rules.needs:
        try:
            asked += _about(rules, need, facts, on)
        except (StaleError, ExpressionError):
            continue
    return tuple(asked)


def asked_about(rules: Ruleset, facts: Facts, on: date) -> list[Asked]:
    """As `asked_of`; StaleError or ExpressionError where it cannot be worked out."""
    return [asked for need in rules.needs for asked in _about(rules, need, facts, on)]


def _about(rules: Ruleset, need: Need, facts: Facts, on: date) -> list[Asked]:
    if not need.each:
        return [Asked(need, need.party)]
    people = facts.get("answers", {}).get(need.party, ())
    chosen = [person for person in people if _is_chosen(rules, need, person, facts, on)]
    return [Asked(need, f"{need.party}.{person['key']}", person["name"]) for person in chosen]


def _is_chosen(rules: Ruleset, need: Need, person: Mapping[str, Any], facts: Facts, on: date) -> bool:
    rule = rules.asking.get(need.id)
    if rule is None:
        return True
    parameters = in_force(rules, on)
    for name in rule.parameters:
        if name not in parameters:
            raise StaleError(name)
    return bool(rule.expression.evaluate({**common_values(parameters, facts, on), "person": person}))


def common_values(parameters: Mapping[str, UsedParameter], facts: Facts, on: date) -> dict[str, Any]:
    """What every expression of the rules may look at."""
    return {
        "answers": facts.get("answers", {}),
        "applicant": facts.get("applicant", {}),
        "parameters": {name: parameter.value for name, parameter in parameters.items()},
        "today": on,
    }


def evidence_of(asked: Asked, facts: Facts) -> Mapping[str, Any] | None:
    """What a department said; None for no such person. MissingEvidence when the answer or a field has not come."""
    need, evidence = asked.need, facts.get("evidence", {})
    if need.id not in evidence or (need.each and _key(asked) not in evidence[need.id]):
        raise MissingEvidence(asked)
    values: Mapping[str, Any] | None = evidence[need.id][_key(asked)] if need.each else evidence[need.id]
    if values is not None:
        lacking = [field for field in need.fields if values.get(field) is None]
        if lacking:
            raise MissingEvidence(asked, lacking[0])
    return values


def evidence_values(rules: Ruleset, asked: Sequence[Asked], facts: Facts) -> dict[str, Any]:
    """By need, the evidence as expressions see it: a record, or a list of records that name their persons."""
    values: dict[str, Any] = {need.id: [] for need in rules.needs if need.each}
    for one in asked:
        found = evidence_of(one, facts) or {}
        if one.need.each:
            values[one.need.id].append({**found, "person": _key(one), "name": one.name})
        else:
            values[one.need.id] = found
    return values


def _key(asked: Asked) -> str:
    return asked.party.partition(".")[2]
