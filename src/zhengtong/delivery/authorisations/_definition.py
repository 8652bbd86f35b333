"""authorisation.yaml of a published version, typed; and who must sign for given answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhengtong.delivery.authorisations.data import Definition, Nearby
from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import ExpressionError, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.catalogue.ports import offered

FILE = "authorisation.yaml"
_definitions: dict[str, Definition] = {}


def definition_of(version: ServiceVersion) -> Definition | None:
    """Who must sign what for a service; None where nobody must."""
    if FILE not in version.files:
        return None
    if version.hash not in _definitions:
        _definitions[version.hash] = _build(version)
    return _definitions[version.hash]


def _build(version: ServiceVersion) -> Definition:
    raw = version.files[FILE]
    when = expressions.compile(raw["when"], person_shape(version.files, raw), result="bool") if "when" in raw else None
    return Definition(
        people=raw.get("people", ""),
        when=when,
        covers=frozenset(raw["covers"]),
        text=Text.read(raw["text"]),
        promise=Text.read(raw["promise"]),
        cite=version.service.cite(raw["cite"]),
        photo_required=raw.get("paper", {}).get("photo") == "required",
        in_person=Nearby(**raw["in_person"]) if "in_person" in raw else None,
    )


def person_shape(files: Mapping[str, Any], raw: Mapping[str, Any]) -> Shape:
    """What `when` may look at: the answers, today, and one `person` of the people."""
    answers = offered(files).get("answers", {})
    return Shape({"answers": answers, "today": "date", "person": answers.get(f"{raw.get('people', '')}?", [{}])[0]})


def signers_of(version: ServiceVersion, answers: Mapping[str, Any], on: date) -> tuple[str, ...]:
    """The parties who must sign: `people.2` and so on, or the one the service is for. Nobody without the file.

    Where it cannot be worked out whether somebody must, they must: nobody's data are asked for by a guess.
    """
    definition = definition_of(version)
    if definition is None:
        return ()
    if not definition.people:
        return (version.service.subject_question,)
    people = answers.get(definition.people, ())
    return tuple(
        f"{definition.people}.{one['key']}" for one in people if _must_sign(definition, one, {"answers": answers}, on)
    )


def _must_sign(definition: Definition, person: Mapping[str, Any], facts: Mapping[str, Any], on: date) -> bool:
    if definition.when is None:
        return True
    try:
        return bool(definition.when.evaluate({**facts, "today": on, "person": person}))
    except ExpressionError:
        return True
