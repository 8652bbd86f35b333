"""YAML as definitions use it: plain values only, with the place of every one of them.

A subset on purpose: no anchors, no tags, no dates, no yes/no as booleans (YAML 1.2's true/false only), no key twice.
Numbers with a point are refused: amounts are integers in 分. Read from libyaml's events, so that depth, anchors and
keys are judged before anything is built (libyaml's own composer recurses in C and can be made to end the process).
"""

import re
from collections.abc import Iterator
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
    try:
        return _Reader(source).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_problem(error, source) from error
    except yaml.YAMLError as error:
        raise YamlProblem(
            (1, 1), Text("文件里有看不懂的字符。", "The file holds characters that cannot be read."), _UTF8
        ) from error


_UTF8 = Text("存成 UTF-8 的 YAML 文件。", "Save it as YAML in UTF-8.")
_FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)


class _Reader:
    """Builds one document's value from its events."""

    def __init__(self, source: str) -> None:
        self.places: dict[Path, Place] = {}
        self.events: Iterator[yaml.Event] = (
            event for event in yaml.parse(source, Loader=yaml.CSafeLoader) if not isinstance(event, _FRAME)
        )

    def document(self) -> Parsed:
        if next(self.events, None) is None:
            return Parsed(None, self.places)
        value = self._value(next(self.events), ())
        for event in self.events:
            raise YamlProblem(
                _place(event.start_mark),
                Text("这里又开了一份文件（---）。", "A second document (---) begins here."),
                Text("一个文件里只写一份。", "Write one document in a file."),
            )
        return Parsed(value, self.places)

    def _value(self, event: yaml.Event, path: Path) -> Any:
        place = _place(event.start_mark)
        self.places.setdefault(path, place)
        _refuse_anchors(event, place)
        if len(path) > _MAX_DEPTH:
            raise YamlProblem(place, Text("套得太深了。", "Nested too deeply."), Text("少套几层。", "Nest less."))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            children = enumerate(_until(yaml.SequenceEndEvent, self.events))
            return [self._value(child, (*path, index)) for index, child in children]
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event)

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for event in _until(yaml.MappingEndEvent, self.events):
            key, place = _key(event), _place(event.start_mark)
            if key in result:
                raise YamlProblem(
                    place,
                    Text(f"“{key}”写了两次。", f"“{key}” is written twice."),
                    Text("留下一个。", "Keep one of them."),
                )
            self.places[(*path, key)] = place
            result[key] = self._value(next(self.events), (*path, key))
        return result


def _until(end: type[yaml.Event], events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def _key(event: yaml.Event) -> str:
    place = _place(event.start_mark)
    _refuse_anchors(event, place)
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlProblem(
            place,
            Text("冒号前面只能是一个名字。", "Only a name may stand before the colon."),
            Text("写一个名字，不要用列表或对象。", "Write a name, not a list or an object."),
        )
    return str(event.value)


def _refuse_anchors(event: yaml.Event, place: Place) -> None:
    """An anchor lets a small file grow into a huge one."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlProblem(
            place,
            Text("这里用了 & 或 * 引用。", "An anchor or alias (& or *) is used here."),
            Text("把内容照写一遍。", "Write the content out."),
        )


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1)


def _syntax_problem(error: yaml.MarkedYAMLError, source: str) -> YamlProblem:
    mark = error.problem_mark or error.context_mark
    last = (source.count("\n") + 1, len(source) - source.rfind("\n"))  # libyaml may point past the end
    return YamlProblem(
        min(_place(mark), last) if mark else (1, 1),
        Text(f"这里不合 YAML 的写法（{error.problem}）。", f"This is not valid YAML ({error.problem})."),
        Text(
            "看看这一行和上一行的缩进、冒号、引号。",
            "Check indentation, colons and quotes on this line and the one above.",
        ),
    )


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    if event.style:  # quoted, or a block
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _FLOAT.match(text):
        raise YamlProblem(
            _place(event.start_mark),
            Text(f"“{text}”带小数点。", f"“{text}” has a decimal point."),
            Text("金额用分，写成整数；别的加上引号。", "Write money as an integer in fen; quote anything else."),
        )
    return int(text) if _INT.match(text) else text
