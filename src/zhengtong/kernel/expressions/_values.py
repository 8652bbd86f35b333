"""Values made ready for evaluation: checked against the shape, dates as ISO text, undeclared keys left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhengtong.kernel.expressions._errors import ExpressionError
from zhengtong.kernel.expressions._types import Shape, Type
from zhengtong.kernel.text import Text

MAX_LIST = 500
MAX_TEXT = 2_000
_INT_LIMIT = 2**63
_NAMES = {
    "text": Text("文字", "text"),
    "int": Text("整数", "a whole number"),
    "money": Text("以分计的整数金额", "an amount in whole fen"),
    "bool": Text("是或否", "true or false"),
    "date": Text("日期（年-月-日）", "a date (YYYY-MM-DD)"),
    "record": Text("一组字段", "a record"),
    "list": Text("清单", "a list"),
}


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a shape, ready for any number of expressions."""

    data: dict[str, Any]


def prepare(shape: Shape, values: Mapping[str, Any]) -> Values:
    """Check and convert values once for many evaluations. None counts as absent; records are dicts.

    ExpressionError `wrong_value` names the path of a value that is not of its type, or `budget` one that is too large
    (text over 2,000 characters, a list over 500 entries).
    """
    return Values(_record(shape.root, values, ""))


def _record(kind: Type, values: Mapping[str, Any], path: str) -> dict[str, Any]:
    prefix = f"{path}." if path else ""
    return {
        name: _convert(inner, values[name], f"{prefix}{name}")
        for name, inner in kind.fields.items()
        if values.get(name) is not None
    }


def _convert(kind: Type, value: Any, path: str) -> Any:
    if kind.kind == "record" and isinstance(value, dict):
        return _record(kind, value, path)
    if kind.element and isinstance(value, list | tuple):
        _require_size(len(value), MAX_LIST, path)
        element = kind.element
        return [_convert(element, entry, f"{path}[{place}]") for place, entry in enumerate(value)]
    return _CONVERTERS[kind.kind](value, path)


def _refuse_as(kind: str) -> Callable[[Any, str], Any]:
    def refuse(value: Any, path: str) -> Any:
        raise _wrong(kind, path)

    return refuse


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise _wrong("text", path)
    _require_size(len(value), MAX_TEXT, path)
    return value


def _bool(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong("bool", path)
    return value


def _whole(kind: str) -> Callable[[Any, str], int]:
    def convert(value: Any, path: str) -> int:
        if type(value) is not int or not -_INT_LIMIT <= value < _INT_LIMIT:
            raise _wrong(kind, path)
        return value

    return convert


def _date(value: object, path: str) -> str:
    if type(value) is date:
        return value.isoformat()
    try:
        return date.fromisoformat(value if isinstance(value, str) else "").isoformat()
    except ValueError:
        raise _wrong("date", path) from None


def _require_size(size: int, limit: int, path: str) -> None:
    if size > limit:
        text = Text(f"{path} 太长：{size}，最多 {limit}。", f"{path} is too long: {size}, at most {limit}.")
        raise ExpressionError("budget", text, path=path)


def _wrong(kind: str, path: str) -> ExpressionError:
    name = _NAMES[kind]
    return ExpressionError("wrong_value", Text(f"{path} 应当是{name.zh}。", f"{path} must be {name.en}."), path=path)


_CONVERTERS: dict[str, Callable[[Any, str], Any]] = {
    "text": _text,
    "bool": _bool,
    "int": _whole("int"),
    "money": _whole("money"),
    "date": _date,
    "record": _refuse_as("record"),
    "list": _refuse_as("list"),
}
