"""Filling the templates of a request with what a question says."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from zhengtong.adapters.records._fields import Field
from zhengtong.kernel import clock
from zhengtong.sharing.gateway.ports import BadSettings, Query


def marks_of(query: Query, time_format: str) -> dict[str, str]:
    """Every item of a query under its name; `asked_at` in China's time."""
    marks = {name: str(value) for name, value in asdict(query).items()}
    marks["asked_at"] = query.asked_at.astimezone(clock.CHINA).strftime(time_format)
    return marks


def words_for(fields: Sequence[Field], query: Query) -> list[str]:
    """The provider's words for the wanted fields, each once."""
    return list(dict.fromkeys(field.item for field in fields if field.name in query.fields and field.item))


def filled(tree: Any, marks: Mapping[str, str], words: Sequence[str]) -> Any:
    """A request's tree with its templates filled; the leaf `{items}` becomes the list of wanted words."""
    if isinstance(tree, Mapping):
        return {str(key): filled(value, marks, words) for key, value in tree.items()}
    if tree == "{items}":
        return list(words)
    if not isinstance(tree, str):
        return tree
    try:
        return tree.format_map(marks)
    except KeyError as error:
        raise BadSettings(f"the request has an unknown mark {error.args[0]}") from error


def text_in(template: Any, marks: Mapping[str, str], words: Sequence[str]) -> str:
    """A template filled as one text: a list of words with commas between."""
    value = filled(template, marks, words)
    return ",".join(value) if isinstance(value, list) else str(value)


def quoted(marks: Mapping[str, str]) -> dict[str, str]:
    """Marks that may stand in an address: nothing in them can become a part of the path."""
    return {name: quote(value, safe="") for name, value in marks.items()}
