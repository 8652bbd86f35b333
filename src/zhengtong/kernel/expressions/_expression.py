"""Compiling and evaluating expressions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from zhengtong.kernel.expressions import _engine
from zhengtong.kernel.expressions._ast import Node, render, walk
from zhengtong.kernel.expressions._check import Checker, place
from zhengtong.kernel.expressions._engine import FAILURE_MARK, Engine, read_date
from zhengtong.kernel.expressions._errors import ErrorCode, ExpressionError
from zhengtong.kernel.expressions._functions import STANDARD, Function
from zhengtong.kernel.expressions._types import Kind, Shape, Type, unify
from zhengtong.kernel.expressions._values import Values, prepare
from zhengtong.kernel.text import Text

MAX_SOURCE = 4_000
_MISSING_KEY = 'Key not found in map : "'
_MISSING_ROOT = 'No value with name "'

_FAILURES: tuple[tuple[str, tuple[str, tuple[str, ...]]], ...] = (
    ("by zero", ("除数是 0", ("_/_", "_%_"))),
    ("overflow", ("数太大了", ("_+_", "_-_", "_*_", "-_"))),
    ("Index error", ("清单里没有这一个", ("_[_]",))),
    ("cannot convert", ("文字变不成数", ("int",))),
)


class Expression:
    """A checked expression. `type` is the kind of its value, `paths` the fields it looks at, `roots` their first
    names."""

    def __init__(self, source: str, shape: Shape, program: Any, tree: Node, type_: Type) -> None:
        self.source = source
        self.type = type_
        self.paths = frozenset(_paths(tree))
        self.roots = frozenset(path.partition(".")[0] for path in self.paths)
        self._shape = shape
        self._program = program
        self._tree = tree

    def evaluate(self, values: Mapping[str, Any] | Values) -> Any:
        """The value over these values: str, int, bool, date, None, or lists and dicts of them.

        Pass `prepare(shape, values)` to evaluate several expressions over the same values. `&&`, `||`, `all` and
        `exists` give their result without a missing value when the rest decides. ExpressionError `missing_value`,
        `wrong_value`, `budget` or `failed`.
        """
        data = values.data if isinstance(values, Values) else self._prepared(values).data
        value, message = _engine.evaluate(self._program, data)
        if message:
            raise self._named(message, data)
        return _result(value, self.type)

    def _prepared(self, values: Mapping[str, Any]) -> Values:
        try:
            return prepare(self._shape, values)
        except ExpressionError as error:
            path = error.path.partition("[")[0]
            raise self._error(self._first_path(path), error.code, error.text, error.path) from None

    def _first_path(self, path: str) -> Node:
        return next((node for node in walk(self._tree) if render(node) == path), self._tree)

    def _named(self, message: str, data: dict[str, Any]) -> ExpressionError:
        if FAILURE_MARK in message:
            _, name, zh, en, _ = message.split(FAILURE_MARK)
            text = Text(f"{name} 算不出来：{zh}。", f"{name} failed: {en}.")
            return self._error(self._first("call", name), "failed", text)
        for mark in (_MISSING_KEY, _MISSING_ROOT):
            if mark in message:
                return self._missing(message.partition(mark)[2].partition('"')[0], data)
        if "budget exceeded" in message:
            text = Text("这条式子要算的步数太多，已停下。", "This takes too many steps and was stopped.")
            return self._error(self._first("comprehension"), "budget", text)
        reason = message.partition(": ")[2] or message
        zh, operators = next((mend for sign, mend in _FAILURES if sign in reason), (reason, ()))
        return self._error(
            self._first("call", *operators), "failed", Text(f"算不出来：{zh}。", f"This failed: {reason}.")
        )

    def _missing(self, name: str, data: dict[str, Any]) -> ExpressionError:
        nodes = [node for node in walk(self._tree) if not node.test_only and name in (node.name, node.literal)]
        absent = [node for node in nodes if render(node) and not _present(render(node), data)]
        node = (absent or nodes or [self._tree])[0]
        path = render(node) or name
        text = Text(f"还不知道 {path}。先补上它。", f"{path} is not known yet. Supply it first.")
        return self._error(node, "missing_value", text, path)

    def _first(self, kind: str, *names: str) -> Node:
        fits = (node for node in walk(self._tree) if node.kind == kind and (not names or node.name in names))
        return next(fits, self._tree)

    def _error(self, node: Node, code: ErrorCode, text: Text, path: str = "") -> ExpressionError:
        line, column = place(self.source, node.offset)
        return ExpressionError(code, text, line=line, column=column, path=path, source=self.source)


def compile(
    source: str,
    shape: Shape,
    functions: Sequence[Function] = (),
    *,
    forbid_division: bool = False,
    result: Kind | None = None,
) -> Expression:
    """Check an expression against a shape and make it ready.

    `functions` come on top of the standard ones; `forbid_division` refuses `/` and `%`; `result` is the kind the value
    must have. ExpressionError with line and column when it cannot be.
    """
    if len(source) > MAX_SOURCE:
        text = Text(f"式子太长，最多 {MAX_SOURCE} 个字。", f"This is too long: {MAX_SOURCE} characters at most.")
        raise ExpressionError("budget", text, source=source)
    engine = _engine_for(shape, tuple(functions))
    checker = Checker(shape, engine, source, forbid_division)
    try:
        program, tree = engine.compile(source)
    except ExpressionError as error:
        if error.code == "type":  # the check knows dates and records, so its words are better
            checker.check(engine.parse(source))
        raise
    found = checker.check(tree)
    if result and unify(found, Type(result)) is None:
        zh = f"结果应当是{Type(result).name.zh}，这条式子给出的是{found.name.zh}。"
        text = Text(zh, f"The result must be {result}, this gives {found}.")
        raise ExpressionError("type", text, source=source)
    return Expression(source, shape, program, tree, found)


def _engine_for(shape: Shape, functions: tuple[Function, ...]) -> Engine:
    if functions not in shape.engines:
        shape.engines[functions] = Engine(shape, (*STANDARD, *functions))
    return cast(Engine, shape.engines[functions])


def _paths(tree: Node) -> set[str]:
    local = {node.name for node in walk(tree) if node.kind == "comprehension"}
    rendered = {render(node) for node in walk(tree) if node.kind in ("ident", "select")}
    return {path for path in rendered if path and path.partition(".")[0] not in local and not path.startswith("@")}


def _present(path: str, data: dict[str, Any]) -> bool:
    value: Any = data
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def _result(value: Any, kind: Type) -> Any:
    """The engine's value as its type has it: dates are dates again."""
    match kind.kind:
        case "date":
            return read_date(value)
        case "list" if kind.element:
            return [_result(entry, kind.element) for entry in value]
        case "record":
            return {name: _result(entry, kind.fields[name]) for name, entry in value.items()}
    return value
