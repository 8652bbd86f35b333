"""Sentences in the platform's own sources: `t("…")` in templates, `Text(…)` and names of audit actions in code, and
what its layouts say."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, nodes

from zhengtong.channels.console.wording._layouts import said_in_layout
from zhengtong.channels.console.wording._reach import DESK_ONLY, who_meets
from zhengtong.channels.console.wording.data import Met
from zhengtong.kernel.text import Text

_FIRST_TEXT = {"Text": 0, "declare": 1}


def met_in_sources(package: Path, env: Environment, english: Mapping[str, str]) -> Iterator[Met]:
    """Every sentence of a package that people outside meet. `english` has the English of templates' texts."""
    for path in sorted(package.rglob("*")):
        file = path.relative_to(package).as_posix()
        who = who_meets(file)
        if who is None or "migrations" in path.parts or path.suffix not in _READ:
            continue
        said = _READ[path.suffix]
        source = path.read_text(encoding="utf-8")
        for line, text in said(source, env, english):
            if not _is_for_the_desk(source.splitlines(), line):
                yield Met(text, f"src/{package.name}/{file}:{line}", who, brief=not file.startswith("journeys/"))


def _in_layout(source: str, _env: Environment, _english: Mapping[str, str]) -> Iterator[tuple[int, Text]]:
    return ((line, Text(words, "")) for line, words in said_in_layout(source))


def _is_for_the_desk(lines: list[str], line: int) -> bool:
    above = lines[line - 2].strip() if line > 1 else ""
    return DESK_ONLY in lines[line - 1] or above == DESK_ONLY


def _in_template(source: str, env: Environment, english: Mapping[str, str]) -> Iterator[tuple[int, Text]]:
    for call in env.parse(source).find_all(nodes.Call):
        named_t = isinstance(call.node, nodes.Name) and call.node.name == "t"
        if named_t and call.args and isinstance(call.args[0], nodes.Const):
            zh = str(call.args[0].value)
            yield call.lineno, Text(zh, english.get(zh, ""))


def _in_code(source: str, _env: Environment, _english: Mapping[str, str]) -> Iterator[tuple[int, Text]]:
    return _said(ast.parse(source))


def _said(node: ast.AST) -> Iterator[tuple[int, Text]]:
    """What a piece of code says: both languages of a text, and Chinese that stands alone, as on papers."""
    if _is_pattern(node):
        return
    if isinstance(node, ast.Call) and _name(node.func) in _FIRST_TEXT:
        words = [_literal(argument) for argument in node.args[_FIRST_TEXT[_name(node.func)] :]]
        if words and _has_chinese(words[0]) and _is_told(node):
            yield node.lineno, Text(words[0], words[1] if len(words) > 1 else "")
    elif isinstance(node, ast.Constant | ast.JoinedStr):
        if _has_chinese(_literal(node)):
            yield node.lineno, Text(_literal(node), "")
    elif not _is_docstring(node):
        for below in ast.iter_child_nodes(node):
            yield from _said(below)


def _is_told(call: ast.Call) -> bool:
    """An audit action is told to people when it is a look at their data; of the others they are told the facts."""
    return _name(call.func) != "declare" or any(keyword.arg == "is_look" for keyword in call.keywords)


def _is_pattern(node: ast.AST) -> bool:
    """Whether a piece of code is a call of `re`: what it says is for the machine."""
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.expr) -> str:
    """The words of a literal, a mark `{…}` where a value stands in them; empty for what is no literal."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.IfExp):
        return f"{_literal(node.body)} / {_literal(node.orelse)}"
    if isinstance(node, ast.JoinedStr):
        return "".join(_literal(part) if isinstance(part, ast.Constant) else "{…}" for part in node.values)
    return ""


def _has_chinese(words: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in words)


_READ = {".py": _in_code, ".html": _in_template, ".typ": _in_layout}
