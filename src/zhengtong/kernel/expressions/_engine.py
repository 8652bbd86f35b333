"""The only module that knows the CEL library (Google's CEL in C++, package cel-expr-python).

Facts of its 0.1.3 that this module relies on: compiling reports `ERROR: <input>:line:column: reason`; evaluating
gives errors as a value of type ERROR, or raises RuntimeError when 10,000 iterations are over; a Python function's
ValueError becomes an error value with its text. Keys inside a map are not checked: `_check` does that. A datetime
inside a map is refused, so dates are ISO text while an expression runs (text order is date order), and only the
check knows them as dates: to it they are timestamps, taken by comparisons and our own functions alone.
"""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from typing import Any

from cel_expr_python import cel

from zhengtong.kernel import clock
from zhengtong.kernel.expressions._ast import Node, read_tree
from zhengtong.kernel.expressions._errors import ErrorCode, ExpressionError, did_you_mean
from zhengtong.kernel.expressions._functions import Function, FunctionError, declared
from zhengtong.kernel.expressions._types import ANY, BOOL, INT, TEXT, Shape, Type, list_of, read_type
from zhengtong.kernel.text import Text

FAILURE_MARK = "\x1f"
TIME_MARK = "time budget exceeded"
MAX_SECONDS = 1.0
"""Looked at whenever one of our functions is called; steps of the library itself are bounded by its own 10,000."""

_MESSAGE = re.compile(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"no matching overload for '([^']*)' applied to '(.*)'")
_SCALARS = {"text": "STRING", "int": "INT", "money": "INT", "bool": "BOOL"}
_DATES_TAKEN_BY = frozenset({"_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_", "@in", "_[_]", "size", "string"})
_BACK = {"STRING": TEXT, "INT": INT, "BOOL": BOOL, "TIMESTAMP": Type("date")}
_KINDS = (("string", "text"), ("map(text, dyn)", "record"), ("dyn", "any"))
read_date = lru_cache(maxsize=4096)(date.fromisoformat)
_OPERATORS = {"@in": "in", "_[_]": "[ ]", "_?_:_": "? :", "-_": "-", "!_": "!"}


class Engine:
    """A CEL environment for one shape and one set of functions."""

    def __init__(self, shape: Shape, functions: Sequence[Function]) -> None:
        self._shape = shape
        self._functions = sorted(functions, key=lambda function: function.name)
        self._names = {function.name for function in self._functions}
        self._environment = self._environment_for(shape.root.fields, cel.Type.STRING)
        self._call_types: dict[tuple[str, bool, tuple[str, ...]], Type | None] = {}

    def _environment_for(self, variables: Mapping[str, Type], date_type: Any) -> Any:
        types = {name: _cel_type(kind, date_type) for name, kind in variables.items()}
        return cel.NewEnv(variables=types, functions=_declarations(self._functions, date_type))

    def compile(self, source: str) -> tuple[Any, Node]:
        """The library's program and its tree. ExpressionError `syntax`, `type`, `unknown_path`, `unknown_function`."""
        try:
            program = self._environment.compile(source)
        except RuntimeError as error:
            raise self._named(str(error), source) from None
        return program, read_tree(program.serialize())

    def call_type(self, function: str, member: bool, arguments: Sequence[Type]) -> Type | None:
        """What a function or operator gives for arguments of these types; None when it does not take them."""
        if function not in self._names and function not in _DATES_TAKEN_BY and any(map(_is_date, arguments)):
            return None
        key = (function, member, tuple(str(_cel_type(argument, cel.Type.TIMESTAMP).name()) for argument in arguments))
        if key not in self._call_types:
            self._call_types[key] = self._infer_call(function, member, arguments)
        return self._call_types[key]

    def _infer_call(self, function: str, member: bool, arguments: Sequence[Type]) -> Type | None:
        names = [f"a{place}" for place in range(len(arguments))]
        environment = self._environment_for(dict(zip(names, arguments, strict=True)), cel.Type.TIMESTAMP)
        try:
            return _type_named(environment.compile(_call_source(function, member, names)).return_type().name())
        except RuntimeError:
            return None

    def parse(self, source: str) -> Node:
        """The tree of a source that may not fit its types. ExpressionError `syntax`."""
        try:
            return read_tree(self._environment.compile(source, disable_check=True).serialize())
        except RuntimeError as error:
            raise self._named(str(error), source) from None

    def _named(self, message: str, source: str) -> ExpressionError:
        match = _MESSAGE.search(message)
        line, column = (max(1, int(match[1])), max(1, int(match[2]))) if match else (1, 1)
        reason = match[3].removesuffix(" [INVALID_ARGUMENT]") if match else message
        if undeclared := _UNDECLARED.search(reason):
            return self._undeclared(undeclared[1], source, line, column)
        if overload := _OVERLOAD.search(reason):
            types = _plain_types(overload[2])
            return type_error(overload[1], Text(types, types), line, column, source)
        if "recursion depth" in reason:
            text = Text("式子套得太深，请拆成几条。", "This nests too deep; split it.")
            return ExpressionError("budget", text, source=source)
        code: ErrorCode = "type" if "expression of type" in reason else "syntax"
        text = Text(f"这里的写法不对：{reason}", f"This is not written as CEL: {reason}")
        return ExpressionError(code, text, line=line, column=column, source=source)

    def _undeclared(self, name: str, source: str, line: int, column: int) -> ExpressionError:
        text_line = source.splitlines()[line - 1]
        if text_line[column - 1 : column] == "(":
            mend = did_you_mean(get_close_matches(name, sorted(self._names), n=1, cutoff=0.5))
            text = Text(f"没有函数 {name}。{mend.zh}", f"There is no function {name}.{mend.en}")
            column = max(1, column - len(name))
            return ExpressionError("unknown_function", text, line=line, column=column, source=source)
        start = text_line.rfind(name.split(".")[0], 0, column + len(name))
        return unknown_path(self._shape, self._shape.root, name, "", line, max(1, start + 1), source)


class _Limit(threading.local):
    deadline = float("inf")


_limit = _Limit()


def evaluate(program: Any, data: dict[str, Any]) -> tuple[Any, str]:
    """A plain value and "", or None and the library's message."""
    _limit.deadline = clock.monotonic() + MAX_SECONDS
    try:
        result = program.eval(data=data)
    except RuntimeError as error:
        return None, str(error)
    if result.type() == cel.Type.ERROR:
        return None, str(result.plain_value())
    return result.plain_value(), ""


def type_error(function: str, types: Text, line: int, column: int, source: str) -> ExpressionError:
    """That an operator or function does not take arguments of these types."""
    name = _OPERATORS.get(function, function.strip("_"))
    text = Text(f"“{name}”不能用在（{types.zh}）上。", f"“{name}” does not take ({types.en}).")
    return ExpressionError("type", text, line=line, column=column, source=source)


def unknown_path(
    shape: Shape, owner: Type, name: str, prefix: str, line: int, column: int, source: str
) -> ExpressionError:
    """That there is no such field, with the nearest one."""
    path = f"{prefix}.{name}".lstrip(".")
    mend = did_you_mean(shape.suggest(owner, name, prefix))
    text = Text(f"没有 {path} 这一项。{mend.zh}", f"There is no {path}.{mend.en}")
    return ExpressionError("unknown_path", text, line=line, column=column, path=path, source=source)


def _cel_type(kind: Type, date_type: Any) -> Any:
    if kind.kind == "record":
        return cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    if kind.kind == "date":
        return date_type
    if kind.element:
        return cel.Type.List(_cel_type(kind.element, date_type))
    return getattr(cel.Type, _SCALARS.get(kind.kind, "DYN"))


def _type_named(name: str) -> Type:
    if name.startswith("LIST<"):
        return list_of(_type_named(name[5:-1]))
    return _BACK.get(name, ANY)


def _plain_types(types: str) -> str:
    for theirs, ours in _KINDS:
        types = types.replace(theirs, ours)
    return types.removeprefix("(").removesuffix(")")


def _call_source(function: str, member: bool, names: list[str]) -> str:
    if function == "@in":
        return f"{names[0]} in {names[1]}"
    if function == "_[_]":
        return f"{names[0]}[{names[1]}]"
    if function in ("!_", "-_"):
        return f"{function[0]}{names[0]}"
    if function.startswith("_") and function.endswith("_"):
        return f"{names[0]} {function.strip('_')} {names[1]}"
    if member:
        return f"{names[0]}.{function}({', '.join(names[1:])})"
    return f"{function}({', '.join(names)})"


def _is_date(kind: Type) -> bool:
    return kind.kind == "date"


def _declarations(functions: Sequence[Function], date_type: Any) -> list[Any]:
    return [
        cel.FunctionDecl(name, [_overload(function, date_type) for function in group])
        for name, group in groupby(functions, key=lambda function: function.name)
    ]


def _overload(function: Function, date_type: Any) -> Any:
    parameters = [read_type(declared(kind)) for kind in function.parameters]
    return cel.Overload(
        f"{function.name}({','.join(function.parameters)})",
        return_type=_cel_type(read_type(declared(function.result)), date_type),
        parameters=[_cel_type(kind, date_type) for kind in parameters],
        impl=_wrapped(function, [kind.kind == "date" for kind in parameters]),
    )


def _wrapped(function: Function, dates: list[bool]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        if clock.monotonic() > _limit.deadline:
            raise ValueError(TIME_MARK)
        try:
            plain = [read_date(value) if is_date else value for value, is_date in zip(arguments, dates, strict=True)]
            result = function.impl(*plain)
        except (ValueError, OverflowError) as error:
            text = error.text if isinstance(error, FunctionError) else Text(str(error), str(error))
            parts = (part.replace(FAILURE_MARK, " ") for part in (text.zh, text.en))
            raise ValueError(FAILURE_MARK.join(("", function.name, *parts, ""))) from None
        return result.isoformat() if isinstance(result, date) else result

    return call
