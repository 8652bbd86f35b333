"""YAML as definitions use it: plain values only, with the place of every one of them.

A subset on purpose: no anchors, no tags, no dates, no yes/no as booleans (YAML 1.2's true/false only), no key twice.
Numbers with a point are refused: amounts are integers in 分.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from zhengtong.kernel.definitions._finding import Path
from zhengtong.kernel.text import Text

_INT = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?\Z")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_MAX_DEPTH = 40

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The value of a file and where each part stands: path → (line, column) from 1."""

    value: Any
    places: dict[Path, Place]


class YamlProblem(Exception):
    """The file cannot be read as such a YAML."""

    def __init__(self, place: Place, text: Text, mend: Text) -> None:
        super().__init__(text.en)
        self.place, self.text, self.mend = place, text, mend


def parse(source: str) -> Parsed:
    """Read one document. YamlProblem with the place when it is not of the subset above."""
    places: dict[Path, Place] = {}
    try:
        node = yaml.compose(source, Loader=_Loader)
        return Parsed(_value(node, (), places) if node else None, places)
    except yaml.MarkedYAMLError as error:
        raise _syntax_problem(error) from error
    except yaml.YAMLError as error:
        raise YamlProblem(
            (1, 1), Text("文件里有看不懂的字符。", "The file holds characters that cannot be read."), _UTF8
        ) from error


_UTF8 = Text("存成 UTF-8 的 YAML 文件。", "Save it as YAML in UTF-8.")


class _Loader(yaml.SafeLoader):
    """Refuses anchors while composing, so that a small file cannot grow into a huge one."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's parser has no types
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlProblem(
                _place(event.start_mark),
                Text("这里用了 & 或 * 引用。", "An anchor or alias (& or *) is used here."),
                Text("把内容照写一遍。", "Write the content out."),
            )
        return super().compose_node(parent, index)


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1)


def _syntax_problem(error: yaml.MarkedYAMLError) -> YamlProblem:
    mark = error.problem_mark or error.context_mark
    return YamlProblem(
        _place(mark) if mark else (1, 1),
        Text(f"这里不合 YAML 的写法（{error.problem}）。", f"This is not valid YAML ({error.problem})."),
        Text(
            "看看这一行和上一行的缩进、冒号、引号。",
            "Check indentation, colons and quotes on this line and the one above.",
        ),
    )


def _value(node: yaml.Node, path: Path, places: dict[Path, Place]) -> Any:
    places.setdefault(path, _place(node.start_mark))
    if len(path) > _MAX_DEPTH:
        raise YamlProblem(
            _place(node.start_mark), Text("套得太深了。", "Nested too deeply."), Text("少套几层。", "Nest less.")
        )
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, places)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), places) for index, child in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, places: dict[Path, Place]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, child in node.value:
        key, place = str(key_node.value), _place(key_node.start_mark)
        if key in result:
            raise YamlProblem(
                place, Text(f"“{key}”写了两次。", f"“{key}” is written twice."), Text("留下一个。", "Keep one of them.")
            )
        places[(*path, key)] = place
        result[key] = _value(child, (*path, key), places)
    return result


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style is not None:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _FLOAT.match(text):
        raise YamlProblem(
            _place(node.start_mark),
            Text(f"“{text}”带小数点。", f"“{text}” has a decimal point."),
            Text("金额用分，写成整数；别的加上引号。", "Write money as an integer in fen; quote anything else."),
        )
    return int(text) if _INT.match(text) else text
