"""Types of values in expressions, and the shape an expression may look into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from zhengtong.kernel.text import Text

Kind = Literal["text", "int", "money", "bool", "date", "record", "list", "any", "null"]
Declared = str | list["Declared"] | Mapping[str, "Declared"]

_NAMES: dict[Kind, str] = {
    "text": "文字",
    "int": "整数",
    "money": "金额",
    "bool": "“是或否”",
    "date": "日期",
    "record": "一组字段",
    "list": "清单",
    "any": "不定",
    "null": "空",
}
SCALARS: tuple[Kind, ...] = ("text", "int", "money", "bool", "date")


@dataclass(frozen=True, slots=True)
class Type:
    """A type. A record has `fields`, a list an `element`; `optional` values may be absent or None."""

    kind: Kind
    optional: bool = False
    fields: Mapping[str, "Type"] = field(default_factory=dict)
    element: "Type | None" = None

    def __str__(self) -> str:
        return f"list of {self.element}" if self.element else self.kind

    @property
    def name(self) -> Text:
        """What people call it."""
        if self.element:
            return Text(f"{self.element.name.zh}的清单", str(self))
        return Text(_NAMES[self.kind], str(self))


ANY = Type("any")
BOOL = Type("bool")
INT = Type("int")
TEXT = Type("text")


def list_of(element: Type) -> Type:
    """The type of a list."""
    return Type("list", element=element)


def read_type(declared: Declared, where: str = "") -> Type:
    """A type from plain data: `"text"`, `"date?"` (optional), `["money"]` (list), `{…}` (record).

    ValueError names the entry that is no type.
    """
    if isinstance(declared, str):
        return _read_scalar(declared, where)
    if isinstance(declared, Mapping):
        return _read_record(declared, where)
    if len(declared) != 1:
        raise ValueError(f"{where}: a list is declared with one element type, e.g. [text], not {declared!r}")
    return list_of(read_type(declared[0], f"{where}[]"))


def _read_scalar(declared: str, where: str) -> Type:
    kind = declared.removesuffix("?")
    if kind not in SCALARS:
        raise ValueError(f"{where}: “{declared}” is no type; use one of {', '.join(SCALARS)}, with ? if optional")
    return Type(kind, optional=declared.endswith("?"))


def _read_record(declared: Mapping[str, Declared], where: str) -> Type:
    fields = {}
    for key, value in declared.items():
        name = key.removesuffix("?")
        if not (name.isascii() and name.isidentifier()):
            raise ValueError(f"{where}.{key}: a field is named with a–z, 0–9 and _".lstrip("."))
        inner = read_type(value, f"{where}.{name}".lstrip("."))
        optional = inner.optional or key.endswith("?")
        fields[name] = Type(inner.kind, optional, inner.fields, inner.element)
    return Type("record", fields=fields)


def unify(one: Type, other: Type) -> Type | None:
    """The type of a value that is one or the other; None when they do not go together."""
    if one.kind in ("any", "null"):
        return other
    if other.kind in ("any", "null"):
        return one
    if one.element and other.element:
        inner = unify(one.element, other.element)
        return list_of(inner) if inner else None
    if {one.kind, other.kind} == {"int", "money"}:
        return INT
    return one if one.kind == other.kind else None


class Shape:
    """The names an expression may use and their types, from plain data:

    `Shape({"today": "date", "household": {"name": "text", "members": [{"income": "money?"}]}})`.

    A `?` behind a type or a name says that the value may be absent. ValueError when an entry is no type.
    """

    def __init__(self, declared: Mapping[str, Declared]) -> None:
        self.root = _read_record(declared, "")
        self.engines: dict[object, object] = {}

    def paths(self) -> list[str]:
        """Every path, e.g. `household.members[].income`."""
        return list(_paths(self.root, ""))

    def suggest(self, owner: Type, written: str, prefix: str) -> list[str]:
        """Paths that may have been meant by a field `written` of `owner`, whose own path is `prefix`."""
        near = get_close_matches(written, list(owner.fields), n=1, cutoff=0.5)
        if near:
            return [f"{prefix}.{near[0]}".lstrip(".")]
        by_name = {path.rpartition(".")[2]: path for path in reversed(self.paths()) if "[" not in path}
        return [by_name[name] for name in get_close_matches(written, list(by_name), n=1, cutoff=0.7)]


def _paths(record: Type, prefix: str) -> Iterator[str]:
    for name, inner in record.fields.items():
        path = f"{prefix}{name}"
        yield path
        mark = ""
        while inner.element:
            inner, mark = inner.element, mark + "[]"
        yield from _paths(inner, f"{path}{mark}.")
