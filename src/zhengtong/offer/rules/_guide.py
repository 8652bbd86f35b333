"""The guide with the amounts in force: what people read and what rules compute come from one place."""

import re
from datetime import date

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules._in_force import in_force
from zhengtong.offer.rules._ruleset import ruleset_of
from zhengtong.offer.rules._shown import shown

MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NOT_IN_FORCE = Text("（标准还没公布）", "(not yet announced)")


def guide_of(version: ServiceVersion, language: str, on: date) -> str:
    """The guide in Markdown with every `{parameter}` as it stands on a day; one without a value says so."""
    guide = catalogue.guide_of(version, language)
    if "rules.yaml" not in version.files:
        return guide
    parameters = in_force(ruleset_of(version), on)
    units = {name: raw["unit"] for name, raw in version.files["rules.yaml"]["parameters"].items()}

    def amount(found: re.Match[str]) -> str:
        parameter = parameters.get(found[1])
        if parameter is None:
            return _NOT_IN_FORCE.in_(language)
        return shown("money" if units[found[1]] == "fen" else "text", parameter.value).in_(language)

    return MARK.sub(amount, guide)
