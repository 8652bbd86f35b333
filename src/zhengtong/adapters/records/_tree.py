"""Reading fields out of a tree of plain values. What came over the wire is never trusted."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from zhengtong.adapters.records._fields import Field
from zhengtong.adapters.records._values import date_of, decoded, scaled
from zhengtong.sharing.gateway.ports import ProviderGarbled


def at(tree: object, path: str) -> object:
    """What stands at a path of keys, the tree itself for an empty one, None where there is nothing."""
    for key in path.split(".") if path else ():
        if not isinstance(tree, Mapping):
            return None
        tree = tree.get(key)
    return tree


def take(fields: Sequence[Field], tree: object) -> dict[str, object]:
    """The fields of a record; ProviderGarbled where the tree has another shape."""
    if not isinstance(tree, Mapping):
        raise ProviderGarbled("the record is no record")
    return {field.name: _value(field, tree) for field in fields}


def text_of(name: str, value: object) -> str:
    """A single value as text, empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int | Decimal):
        raise ProviderGarbled(f"field {name} is no single value")
    return str(value).strip()


def text_at(tree: object, path: str) -> str:
    """The single text at a path, empty where there is none."""
    return text_of(path, at(tree, path))


def _value(field: Field, tree: Mapping[str, object]) -> object:
    if field.record:
        return [take(field.fields, item) for item in _list(field, at(tree, field.record))]
    if field.count:
        return len(_list(field, at(tree, field.count)))
    if field.sum:
        items = _list(field, at(tree, field.sum))
        return sum(scaled(field.name, text_of(field.name, at(item, field.path)), field.decimals) for item in items)
    return _single(field, text_of(field.name, at(tree, field.path)))


def _list(field: Field, value: object) -> list[object]:
    """A list that is not there is empty: some providers leave it out when they have nothing to say."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ProviderGarbled(f"field {field.name} is no list")
    return value


def _single(field: Field, text: str) -> object:
    if not text:
        return None
    if field.date:
        return date_of(field.name, text, field.date)
    if field.codes is not None:
        return decoded(field.name, text, field.codes)
    return scaled(field.name, text, field.decimals) if field.decimals else text
