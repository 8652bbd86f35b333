"""The checks CEL leaves out: field paths, the types of fields, division, and what could run too long.

Types are worked out over the tree from the declared shape; what an operator or function gives for given types is asked
of the library itself, so that there is one truth about overloads.
"""

from dataclasses import dataclass

from zhengtong.kernel.expressions._ast import Node, render, walk
from zhengtong.kernel.expressions._engine import Engine, type_error, unknown_path
from zhengtong.kernel.expressions._errors import ErrorCode, ExpressionError
from zhengtong.kernel.expressions._types import ANY, BOOL, TEXT, Kind, Shape, Type, list_of, unify
from zhengtong.kernel.text import Text

MAX_NODES = 400
MAX_LOOP_NODES = 80
MAX_NESTING = 3
_DIVISIONS = ("_/_", "_%_")
_CONSTANTS: dict[str, Kind] = {"text": "text", "int": "int", "bool": "bool", "null": "null"}
_REFUSED = frozenset({"dyn", "type", "double", "uint", "bytes", "timestamp", "duration"})
_LOOP_INTERNAL = "@not_strictly_false"

Scope = dict[str, Type]


@dataclass(frozen=True, slots=True)
class Checker:
    """Works out the type of one expression and refuses what must not be."""

    shape: Shape
    engine: Engine
    source: str
    forbid_division: bool

    def check(self, tree: Node) -> Type:
        """The type of the whole. ExpressionError `unknown_path`, `type`, `division` or `budget`."""
        if sum(1 for _ in walk(tree)) > MAX_NODES:
            raise self._error(tree, "budget", "式子太长，请拆成几条。", "This is too long; split it.")
        return self._type(tree, dict(self.shape.root.fields), 0)

    def _type(self, node: Node, scope: Scope, depth: int) -> Type:
        match node.kind:
            case "const":
                return self._const(node)
            case "ident":
                return scope.get(node.name, ANY)
            case "select":
                return self._select(node, scope, depth)
            case "call":
                return self._call(node, scope, depth)
            case "list":
                return self._list(node, scope, depth)
            case "map":
                self._all(node.children, scope, depth)
                return ANY
            case "comprehension":
                return self._comprehension(node, scope, depth)

    def _const(self, node: Node) -> Type:
        if node.name not in _CONSTANTS:
            zh, en = "这里不用小数：金额以分计，是整数。", "No fractions here: amounts are whole fen."
            raise self._error(node, "type", zh, en)
        return Type(_CONSTANTS[node.name])

    def _all(self, nodes: list[Node], scope: Scope, depth: int) -> list[Type]:
        return [self._type(node, scope, depth) for node in nodes]

    def _select(self, node: Node, scope: Scope, depth: int) -> Type:
        assert node.target is not None
        found = self._field(node, self._type(node.target, scope, depth), node.name, node.target)
        return BOOL if node.test_only else found

    def _field(self, node: Node, owner: Type, name: str, owner_node: Node) -> Type:
        if owner.kind == "any":
            return ANY
        if owner.kind != "record":
            zh = f"{render(owner_node) or '这个值'} 没有下级字段 {name}（它是{owner.name.zh}）。"
            raise self._error(node, "type", zh, f"{render(owner_node) or 'This value'} is {owner}, without fields.")
        if name not in owner.fields:
            line, column = place(self.source, self._field_offset(node, name))
            raise unknown_path(self.shape, owner, name, render(owner_node), line, column, self.source)
        return owner.fields[name]

    def _field_offset(self, node: Node, name: str) -> int:
        found = self.source.find(name, node.offset)
        return found if found >= 0 else node.offset

    def _call(self, node: Node, scope: Scope, depth: int) -> Type:
        if self.forbid_division and node.name in _DIVISIONS:
            zh, en = (
                "这里不许用除法和取余。要取整，用有名字的函数，比如 round_down。",
                "No division here: use a named rounding.",
            )
            raise self._error(node, "division", zh, en)
        if node.name in _REFUSED:
            raise self._error(
                node, "unknown_function", f"这里不能用 {node.name}。", f"{node.name} is not for use here."
            )
        arguments = ([node.target] if node.target else []) + node.children
        types = self._all(arguments, scope, depth)
        if node.name == _LOOP_INTERNAL:
            return BOOL
        if node.name == "_?_:_":
            return self._conditional(node, types)
        if node.name == "_[_]":
            return self._index(node, arguments, types)
        if node.name == "_+_" and types[0].element:
            raise self._error(node, "budget", "清单不能相加。", "Lists cannot be added.")
        if depth > 1 and node.name != "size" and (any(kind.element for kind in types) or _adds_text(node, types)):
            zh = "循环套着循环时，里层不能再接文字或用整张清单。"
            raise self._error(node, "budget", zh, "A loop within a loop must not join text or use whole lists.")
        found = self.engine.call_type(node.name, node.target is not None, types)
        if found is None:
            line, column = place(self.source, node.offset)
            raise type_error(node.name, _names(types), line, column, self.source)
        return found

    def _conditional(self, node: Node, types: list[Type]) -> Type:
        result = unify(types[1], types[2])
        if result is None or types[0].kind not in ("bool", "any"):
            line, column = place(self.source, node.offset)
            raise type_error(node.name, _names(types), line, column, self.source)
        return result

    def _index(self, node: Node, arguments: list[Node], types: list[Type]) -> Type:
        owner, key = types
        if owner.element and key.kind in ("int", "any"):
            return owner.element
        if owner.kind == "record" and arguments[1].literal:
            return self._field(node, owner, arguments[1].literal, arguments[0])
        if owner.kind == "any":
            return ANY
        zh, en = "方括号里只能写清单的序号或写定的字段名。", "Brackets take a list's index or a literal field name."
        raise self._error(node, "type", zh, en)

    def _list(self, node: Node, scope: Scope, depth: int) -> Type:
        element = ANY
        for kind in self._all(node.children, scope, depth):
            if kind.element:
                raise self._error(node, "budget", "清单里不能再放清单。", "A list cannot hold lists.")
            element = unify(element, kind) or ANY
        return list_of(element)

    def _comprehension(self, node: Node, scope: Scope, depth: int) -> Type:
        if depth >= MAX_NESTING:
            raise self._error(node, "budget", "循环套得太深，最多三层。", "Loops nest too deep: three at most.")
        if depth == 0 and sum(1 for _ in walk(node)) > MAX_LOOP_NODES:
            raise self._error(node, "budget", "循环里的式子太长，请拆成几条。", "The loop is too long; split it.")
        whole, start, condition, step, result = node.children
        ranged = self._type(whole, scope, depth)
        element = ranged.element or (TEXT if ranged.kind == "record" else ANY)
        inner = {**scope, node.name: element, node.accumulator: self._type(start, scope, depth)}
        self._type(condition, inner, depth + 1)
        inner[node.accumulator] = self._step(step, inner, node.accumulator, depth + 1)
        return self._type(result, inner, depth)

    def _step(self, step: Node, scope: Scope, accumulator: str, depth: int) -> Type:
        """The accumulator's type after one round; `map` and `filter` add a list of one to it."""
        if step.kind == "call" and step.name == "_?_:_":
            self._require_bool(step, self._type(step.children[0], scope, depth))
            branches = [self._step(branch, scope, accumulator, depth) for branch in step.children[1:]]
            return unify(*branches) or ANY
        if step.kind == "call" and step.name == "_+_" and _is_ident(step.children[0], accumulator):
            added = self._type(step.children[1], scope, depth)
            return added if added.element else scope[accumulator]
        return self._type(step, scope, depth)

    def _require_bool(self, node: Node, kind: Type) -> None:
        if kind.kind not in ("bool", "any"):
            raise self._error(node, "type", "条件应当是“是或否”。", f"A condition must be bool, not {kind}.")

    def _error(self, node: Node, code: ErrorCode, zh: str, en: str) -> ExpressionError:
        line, column = place(self.source, node.offset)
        return ExpressionError(code, Text(zh, en), line=line, column=column, source=self.source)


def _adds_text(node: Node, types: list[Type]) -> bool:
    return node.name == "_+_" and types[0].kind == "text"


def _names(types: list[Type]) -> Text:
    return Text("、".join(kind.name.zh for kind in types), ", ".join(kind.name.en for kind in types))


def _is_ident(node: Node, name: str) -> bool:
    return node.kind == "ident" and node.name == name


def place(source: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a code point of the source."""
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
