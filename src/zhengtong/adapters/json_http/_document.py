"""Reading JSON that nobody vouches for."""

import json
from collections.abc import Mapping
from decimal import Decimal

from zhengtong.sharing.gateway.ports import ProviderGarbled


def parse(body: bytes) -> Mapping[str, object]:
    """The object of a document; ProviderGarbled for anything but one plain JSON object in UTF-8."""
    try:
        tree = json.loads(
            body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_object
        )
    except (ValueError, RecursionError) as error:
        raise ProviderGarbled("the answer is no JSON") from error
    if not isinstance(tree, Mapping):
        raise ProviderGarbled("the answer is no object")
    return tree


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Two values under one key: which one holds, nobody knows."""
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a key stands twice")
    return tree


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")
