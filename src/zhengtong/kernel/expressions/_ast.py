"""The syntax tree of a compiled expression, read from what the CEL library writes when it serialises one.

The library shows no tree to Python, but `serialize()` gives the protocol-buffer message `cel.expr.CheckedExpr`, whose
field numbers are published (cel-spec, proto/cel/expr/checked.proto and syntax.proto). Only what the checks need is
read here, so that no protobuf runtime is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

NodeKind = Literal["const", "ident", "select", "call", "list", "map", "comprehension"]
_Fields = dict[int, list["int | bytes"]]

_CONST_TYPES = {1: "null", 2: "bool", 3: "int", 6: "text"}


@dataclass(slots=True)
class Node:
    """One node. `name` is the identifier, field, function or iteration variable; `offset` counts code points."""

    kind: NodeKind
    offset: int
    name: str = ""
    target: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    test_only: bool = False
    literal: str = ""
    accumulator: str = ""


def read_tree(serialised: bytes) -> Node:
    """The tree of a serialised expression, checked (`CheckedExpr`) or only parsed (`ParsedExpr`)."""
    envelope = _fields(serialised)
    checked = _text(envelope, 1).endswith("CheckedExpr")
    message = _fields(_bytes(envelope, 2))
    source = _fields(_bytes(message, 5 if checked else 3))
    positions = {}
    for entry in source.get(4, []):
        pair = _fields(entry)
        positions[_int(pair, 1)] = _int(pair, 2)
    return _Reader(positions).node(_bytes(message, 4 if checked else 2))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, in the order of the source as far as macros allow."""
    if node.target:
        yield from walk(node.target)
    yield node
    for child in node.children:
        yield from walk(child)


def render(node: Node) -> str:
    """The path a node stands for, e.g. `household.name`; empty when it is no plain path."""
    if node.kind == "ident":
        return node.name
    if node.kind == "select" and node.target:
        owner = render(node.target)
        return f"{owner}.{node.name}" if owner else ""
    return ""


class _Reader:
    def __init__(self, positions: dict[int, int]) -> None:
        self._positions = positions

    def node(self, data: bytes) -> Node:
        fields = _fields(data)
        offset = self._positions.get(_int(fields, 2), 0)
        readers = {3: self._const, 4: self._ident, 5: self._select, 6: self._call, 7: self._list, 8: self._map}
        for number, reader in readers.items():
            if number in fields:
                return reader(offset, _fields(_bytes(fields, number)))
        return self._comprehension(offset, _fields(_bytes(fields, 9)))

    def _const(self, offset: int, fields: _Fields) -> Node:
        number = next(iter(fields), 1)
        literal = _bytes(fields, 6).decode() if number == 6 else ""
        return Node("const", offset, _CONST_TYPES.get(number, "any"), literal=literal)

    def _ident(self, offset: int, fields: _Fields) -> Node:
        return Node("ident", offset, _text(fields, 1))

    def _select(self, offset: int, fields: _Fields) -> Node:
        owner = self.node(_bytes(fields, 1))
        return Node("select", offset, _text(fields, 2), target=owner, test_only=bool(_int(fields, 3)))

    def _call(self, offset: int, fields: _Fields) -> Node:
        target = self.node(_bytes(fields, 1)) if 1 in fields else None
        return Node("call", offset, _text(fields, 2), target=target, children=self._all(fields, 3))

    def _list(self, offset: int, fields: _Fields) -> Node:
        return Node("list", offset, children=self._all(fields, 1))

    def _map(self, offset: int, fields: _Fields) -> Node:
        entries = [_fields(entry) for entry in fields.get(2, [])]
        return Node("map", offset, children=[self.node(_bytes(entry, 4)) for entry in entries])

    def _comprehension(self, offset: int, fields: _Fields) -> Node:
        """Children: range, start, condition, step, result."""
        parts = [self.node(_bytes(fields, number)) for number in (2, 4, 5, 6, 7)]
        return Node("comprehension", offset, _text(fields, 1), children=parts, accumulator=_text(fields, 3))

    def _all(self, fields: _Fields, number: int) -> list[Node]:
        return [self.node(child) for child in fields.get(number, []) if isinstance(child, bytes)]


def _fields(data: "int | bytes") -> _Fields:
    """The fields of one message: numbers to values in order (varints as int, the rest as bytes)."""
    if isinstance(data, int):
        raise ValueError("a message was expected, not a number")
    found: _Fields = {}
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        value: int | bytes
        if key & 7 == 0:
            value, place = _varint(data, place)
        else:
            size, place = _varint(data, place) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], place)
            value, place = data[place : place + size], place + size
        found.setdefault(key >> 3, []).append(value)
    return found


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while data[place] & 128:
        value |= (data[place] & 127) << shift
        shift, place = shift + 7, place + 1
    return value | data[place] << shift, place + 1


def _bytes(fields: _Fields, number: int) -> bytes:
    value = fields.get(number, [b""])[-1]
    return value if isinstance(value, bytes) else b""


def _text(fields: _Fields, number: int) -> str:
    return _bytes(fields, number).decode()


def _int(fields: _Fields, number: int) -> int:
    value = fields.get(number, [0])[-1]
    return value if isinstance(value, int) else 0
