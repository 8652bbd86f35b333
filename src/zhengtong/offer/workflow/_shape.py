"""What the conditions and scripts of a process may look at, and with which types."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from zhengtong.offer.catalogue.ports import offered
from zhengtong.offer.workflow._inspection import with_inspection

_QUESTIONS = {"money": "money", "yes_no": "bool", "date": "date"}
_SLOT = {"day": "date", "time": "text"}
"""What a step leaves in which a slot is chosen."""
SCRIPT = re.compile(r"\s*([a-z][a-z0-9_]*)\s*=(?!=)\s*(.+)\Z", re.DOTALL)
"""The only script there is: a name, one equals sign, an expression."""


def result_types(step: Mapping[str, Any]) -> dict[str, str]:
    """Every field a step leaves, with its type: what its questions ask, and what else it declares."""
    asked = {question["id"]: _QUESTIONS.get(question["kind"], "text") for question in step.get("questions", ())}
    return {**asked, **(_SLOT if "slots" in step else {}), **step.get("result", {})}


def shape_of(files: Mapping[str, Any]) -> dict[str, Any]:
    """`answers`, `evidence`, `parameters`, `options`, `today`, and `steps.<id>` with its result and outcome.

    Everything but options and today may still be unknown.
    """
    raw, names = with_inspection(files["process.yaml"], files), offered(files)
    steps = {
        f"{id}?": {"outcome?": "text", **{f"{name}?": kind for name, kind in result_types(step).items()}}
        for id, step in raw["steps"].items()
    }
    return {
        "answers": names.get("answers", {}),
        "evidence": names.get("evidence", {}),
        "parameters": names.get("parameters", {}),
        "options": dict.fromkeys(raw.get("options", {}), "bool"),
        "steps": steps,
        "today": "date",
    }


def with_values(shape: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """The shape of conditions: what scripts work out is known to them as `values.<name>`."""
    return {**shape, "values": {f"{name}?": kind for name, kind in kinds.items()}}


def values_of(
    options: Mapping[str, bool],
    facts: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    values: Mapping[str, Any],
    today: date,
) -> dict[str, Any]:
    """The facts under the names expressions use."""
    return {
        "answers": facts.get("answers", {}),
        "evidence": facts.get("evidence", {}),
        "parameters": facts.get("parameters", {}),
        "options": options,
        "steps": dict(results),
        "values": values,
        "today": today,
    }
