"""The settings of an XML connection, read once per exchange from the connection's JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhengtong.adapters.records.api import settings_of

Tree = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldPath:
    """Where a field stands in the record. `item` is the provider's word for it in the request."""

    name: str
    path: str
    item: str = ""
    date: str = ""
    codes: Mapping[str, str] | None = None
    record: str = ""
    fields: tuple["FieldPath", ...] = ()


@dataclass(frozen=True, slots=True)
class XmlSettings:
    """How one provider wants to be asked, and where its answer says what. Paths are XPath with `namespaces`.

    `request` is a tree of tags whose leaves are templates with the marks of a query (`{name}`, `{id_number}`,
    `{nonce}` …); `items` adds the wanted fields. `codes` of a result say found, not_found or refused; any other is
    read as garbled. `echo` must hold our nonce, so that an old answer is not taken for a new one.
    """

    root: str
    request: Tree
    namespace: str
    namespaces: Mapping[str, str]
    items_path: str
    items_tag: str
    time_format: str
    headers: Mapping[str, str]
    result: str
    codes: Mapping[str, str]
    echo: str
    record: str
    fields: tuple[FieldPath, ...]
    timeout_seconds: float
    most_bytes: int


def read(settings: Mapping[str, object]) -> XmlSettings:
    """The settings of a connection; BadSettings names what is missing."""
    return settings_of(_read, settings)


def _read(tree: Tree) -> XmlSettings:
    items, result = tree.get("items", {}), tree["result"]
    return XmlSettings(
        root=tree["root"],
        request=tree["request"],
        namespace=tree.get("namespace", ""),
        namespaces=dict(tree.get("namespaces", {})),
        items_path=items.get("path", ""),
        items_tag=items.get("tag", ""),
        time_format=tree.get("time_format", "%Y-%m-%dT%H:%M:%S%z"),
        headers={str(name): str(value) for name, value in tree.get("headers", {}).items()},
        result=result["path"],
        codes={str(code): meaning for code, meaning in result["codes"].items()},
        echo=tree.get("echo", ""),
        record=tree["record"],
        fields=tuple(_field(name, entry) for name, entry in tree["fields"].items()),
        timeout_seconds=float(tree.get("timeout_seconds", 10)),
        most_bytes=int(tree.get("most_bytes", 1_000_000)),
    )


def _field(name: str, entry: Any) -> FieldPath:
    tree: dict[str, Any] = {"path": entry} if isinstance(entry, str) else dict(entry)
    codes = tree.get("codes")
    return FieldPath(
        name=name,
        path=tree["path"],
        item=tree.get("item", ""),
        date=tree.get("date", ""),
        codes={str(code): str(value) for code, value in codes.items()} if codes else None,
        record=tree.get("record", ""),
        fields=tuple(_field(below, item) for below, item in tree.get("fields", {}).items()),
    )
