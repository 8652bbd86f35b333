"""Where the fields of a record stand in a provider's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.sharing.gateway.ports import BadSettings

_KEYS = {"path", "item", "date", "codes", "decimals", "record", "fields", "count", "sum"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `item` is the provider's word for it in the request; `date` a strptime format.

    `record` makes it a list of `fields`, `count` the number of records at a path, `sum` their total at `path`.
    """

    name: str
    path: str = ""
    item: str = ""
    date: str = ""
    codes: Mapping[str, str] | None = None
    decimals: int = 0
    record: str = ""
    count: str = ""
    sum: str = ""
    fields: tuple["Field", ...] = ()


def read_fields(tree: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of settings; BadSettings names a key nobody understands or a field that is nowhere."""
    return tuple(_field(name, entry) for name, entry in tree.items())


def _field(name: str, entry: Any) -> Field:
    tree: dict[str, Any] = {"path": entry} if isinstance(entry, str) else dict(entry)
    unknown = sorted(set(tree) - _KEYS)
    if unknown:
        raise BadSettings(f"field {name} has an unknown key {unknown[0]}")
    if not {"path", "record", "count"} & set(tree):
        raise BadSettings(f"field {name} lacks a path")
    codes = tree.get("codes")
    return Field(
        name=name,
        path=tree.get("path", ""),
        item=tree.get("item", ""),
        date=tree.get("date", ""),
        codes={str(code): str(value) for code, value in codes.items()} if codes else None,
        decimals=int(tree.get("decimals", 0)),
        record=tree.get("record", ""),
        count=tree.get("count", ""),
        sum=tree.get("sum", ""),
        fields=read_fields(tree.get("fields", {})),
    )
