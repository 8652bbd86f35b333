"""Which value of a parameter is law on a day."""

from datetime import date

from zhengtong.offer.rules._ruleset import Ruleset
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
