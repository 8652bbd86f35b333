"""JSON Schema violations, told as a clerk would: which field, what is wrong, how to mend it."""

import json
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

import jsonschema

from zhengtong.kernel.definitions._finding import File, Finding, Path
from zhengtong.kernel.text import Text

_TYPES = {
    "string": Text("文字", "text"),
    "integer": Text("整数", "a whole number"),
    "boolean": Text("true 或 false", "true or false"),
    "object": Text("一组“名称: 值”", "a set of “name: value”"),
    "array": Text("一个列表", "a list"),
    "null": Text("空", "nothing"),
}


def load_schema(path: FilePath) -> Mapping[str, Any]:
    """A JSON Schema file. That it is a schema is tested, not checked at every start."""
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def violations(file: File, schema: Mapping[str, Any]) -> Iterator[tuple[Path, Finding]]:
    """Every violation of the schema by a YAML file, with the path of the value it is about."""
    for error in jsonschema.Draft202012Validator(schema).iter_errors(file.value):
        near = _nearest(error)
        for finding in _findings(file, near):
            yield tuple(near.absolute_path), finding


def _nearest(error: Any) -> Any:
    """For a choice of forms, the violation inside the form that fits best."""
    while error.context and error.validator in ("anyOf", "oneOf") and not _alternatives(error):
        error = max(error.context, key=jsonschema.exceptions.relevance)
    return error


def _alternatives(error: Any) -> list[str]:
    """The names, when a choice of forms only says that exactly one of several fields must be there."""
    forms = error.validator_value if error.validator == "oneOf" else ()
    return [form["required"][0] for form in forms] if all(list(form) == ["required"] for form in forms) else []


def _findings(file: File, error: Any) -> Iterator[Finding]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        yield from _unknown(file, path, error)
    elif error.validator == "required":
        yield from _missing(file, path, error)
    else:
        text, mend = _sentence(_name(path), error)
        yield file.finding(path, f"schema_{error.validator}", text, mend)


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _unknown(file: File, path: Path, error: Any) -> Iterator[Finding]:
    allowed = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            hints = near or sorted(allowed)
            yield file.finding(
                (*path, key),
                "unknown_field",
                Text(f"没有“{_name((*path, key))}”这个字段。", f"There is no field “{_name((*path, key))}”."),
                Text(f"是不是想写：{'、'.join(hints)}？", f"Did you mean: {', '.join(hints)}?"),
            )


def _missing(file: File, path: Path, error: Any) -> Iterator[Finding]:
    key = next(key for key in error.validator_value if key not in error.instance and f"'{key}'" in error.message)
    described = error.schema.get("properties", {}).get(key, {}).get("description", "")
    yield file.finding(
        path,
        "missing_field",
        Text(f"缺“{_name((*path, key))}”。", f"“{_name((*path, key))}” is missing."),
        Text(f"加上 {key}：{described}" if described else f"加上 {key}。", f"Add {key}."),
    )


def _sentence(name: str, error: Any) -> tuple[Text, Text]:
    name = name or "文件 / file"
    teller = _SENTENCES.get(str(error.validator), _other)
    return teller(name, error)


def _type(name: str, error: Any) -> tuple[Text, Text]:
    wanted = error.validator_value
    kinds = [_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
    zh, en = "或".join(kind.zh for kind in kinds), " or ".join(kind.en for kind in kinds)
    return (
        Text(
            f"“{name}”该是{zh}，现在是 {_short(error.instance)}。",
            f"“{name}” should be {en}, not {_short(error.instance)}.",
        ),
        Text(f"改成{zh}。像 05 这样的代码要加引号。", f"Make it {en}. Quote codes such as 05."),
    )


def _choice(name: str, error: Any) -> tuple[Text, Text]:
    allowed = [str(value) for value in error.validator_value]
    return (
        Text(f"“{name}”不能是 {_short(error.instance)}。", f"“{name}” cannot be {_short(error.instance)}."),
        Text(f"从这些里选：{'、'.join(allowed)}。", f"Choose one of: {', '.join(allowed)}."),
    )


def _pattern(name: str, error: Any) -> tuple[Text, Text]:
    described = error.schema.get("description", error.validator_value)
    return (
        Text(
            f"“{name}”的写法不对：{_short(error.instance)}。",
            f"“{name}” is not written as it should be: {_short(error.instance)}.",
        ),
        Text(f"该是：{described}。", f"It should match {error.validator_value}."),
    )


def _size(name: str, error: Any) -> tuple[Text, Text]:
    limit = error.validator_value
    many = error.validator.startswith("min")
    return (
        Text(
            f"“{name}”太{'短或太少' if many else '长或太多'}了。",
            f"“{name}” is too {'short or small' if many else 'long or big'}.",
        ),
        Text(f"{'至少' if many else '最多'} {limit}。", f"{'At least' if many else 'At most'} {limit}."),
    )


def _either(name: str, error: Any) -> tuple[Text, Text]:
    names = _alternatives(error)
    if not names:
        return _other(name, error)
    zh, en = "、".join(names), ", ".join(names)
    return (
        Text(f"“{name}”里 {zh} 要有且只有一个。", f"“{name}” needs exactly one of {en}."),
        Text(f"{zh}，写一个。", f"Write one of {en}."),
    )


def _const(name: str, error: Any) -> tuple[Text, Text]:
    wanted = _short(error.validator_value)
    return (
        Text(f"“{name}”只能是 {wanted}。", f"“{name}” can only be {wanted}."),
        Text(f"写 {wanted}。", f"Write {wanted}."),
    )


def _other(name: str, error: Any) -> tuple[Text, Text]:
    return (
        Text(f"“{name}”不合规定（{error.validator}）。", f"“{name}” breaks the rule {error.validator}."),
        Text("对照文件格式说明改。", "Compare it with the description of the format."),
    )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:40]}…"


_SENTENCES: dict[str, Callable[[str, Any], tuple[Text, Text]]] = {
    "type": _type,
    "enum": _choice,
    "pattern": _pattern,
    "const": _const,
    "oneOf": _either,
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "minProperties"), _size),
}
