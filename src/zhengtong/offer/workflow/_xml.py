"""XML as a tree whose elements and texts know their line and column. No document type, so no entities that grow."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from zhengtong.kernel.text import Text

_MAX_DEPTH = 60
_SEPARATOR = "}"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column, from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Element:
    """An element: namespace, local name, attributes by local name, children, and its own text."""

    namespace: str
    tag: str
    attributes: dict[str, str]
    place: Place
    children: list["Element"] = field(default_factory=list)
    text: str = ""
    _chunks: list[tuple[int, Place]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its `id`, empty when it has none."""
        return self.attributes.get("id", "")

    def all(self, *tags: str) -> Iterator["Element"]:
        """Its own children of these names."""
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> "Element | None":
        """Its first child of a name."""
        return next(self.all(tag), None)

    def words(self) -> str:
        """Its text without the white space around it."""
        return self.text.strip()

    def place_in_words(self, line: int, column: int) -> Place:
        """Where a line and column of `words()` stand in the file."""
        words = self.words()
        before = sum(len(part) + 1 for part in words.split("\n")[: line - 1])
        offset = len(self.text) - len(self.text.lstrip()) + before + column - 1
        at = bisect_right([start for start, _ in self._chunks], offset) - 1
        if at < 0:
            return self.place
        start, place = self._chunks[at]
        return Place(place.line, place.column + offset - start)

    def take(self, text: str, place: Place) -> None:
        """Add a piece of text that stands at a place."""
        self._chunks.append((len(self.text), place))
        self.text += text


class XmlProblem(Exception):
    """The text is no such XML."""

    def __init__(self, place: Place, text: Text, mend: Text) -> None:
        super().__init__(text.en)
        self.place, self.text, self.mend = place, text, mend


def parse(source: str) -> Element:
    """The root element. XmlProblem with the place otherwise."""
    reader = _Reader()
    try:
        reader.parser.Parse(source.encode(), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise XmlProblem(
            Place(error.lineno, error.offset + 1),
            Text(f"这里不合 XML 的写法（{reason}）。", f"This is not valid XML ({reason})."),
            Text("用建模软件打开，改好重新保存。", "Open it in the modeller, mend it and save again."),
        ) from error
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.stack: list[Element] = []
        self.root: Element

    def _place(self) -> Place:
        return Place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(_SEPARATOR)
        own = {key.rpartition(_SEPARATOR)[2]: value for key, value in attributes.items()}
        element = Element(namespace, tag, own, self._place())
        if len(self.stack) >= _MAX_DEPTH:
            raise XmlProblem(
                self._place(), Text("套得太深了。", "Nested too deeply."), Text("少套几层。", "Nest less.")
            )
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def _end(self, _name: str) -> None:
        self.stack.pop()

    def _text(self, text: str) -> None:
        self.stack[-1].take(text, self._place())

    def _doctype(self, *_declared: object) -> None:
        raise XmlProblem(
            self._place(),
            Text("这里有 DOCTYPE 声明。", "There is a DOCTYPE here."),
            Text("删去；BPMN 文件用不着。", "Take it out; a BPMN file needs none."),
        )
