"""Which value of a parameter is law on a day."""

from datetime import date
from typing import Any

from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules._ruleset import Ruleset, ruleset_of
from zhengtong.offer.rules.data import UsedParameter


def in_force(rules: Ruleset, on: date) -> dict[str, UsedParameter]:
    """Every parameter that has a value on the day, by name; one past its last dated value is not among them."""
    day, found = on.isoformat(), {}
    for parameter in rules.parameters.values():
        for period in parameter.periods:
            if period.since <= day and (period.until is None or day <= period.until):
                found[parameter.name] = UsedParameter(
                    parameter.name, parameter.label, period.value, period.since, period.until, period.cite
                )
    return found


def parameters_on(version: ServiceVersion, on: date) -> dict[str, Any]:
    """The value of every parameter that has one on the day, by name; nothing when the version has no rules."""
    if "rules.yaml" not in version.files:
        return {}
    return {name: parameter.value for name, parameter in in_force(ruleset_of(version), on).items()}
