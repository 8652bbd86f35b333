"""The map of a process as SVG: one road; filled is done, ringed is now, hollow is to come. Classes only, no styles."""

from collections.abc import Iterator
from html import escape

from zhengtong.kernel.text import Language, Text
from zhengtong.offer.workflow._graph import Box, Node, Point
from zhengtong.offer.workflow._layout import Layout, is_junction, layout_of
from zhengtong.offer.workflow._words import here, sentence, state_of, stations
from zhengtong.offer.workflow.data import Diagram, Position, Process, WordState

_BEND, _LINES, _LETTERS = 14.0, 3, {"zh-Hans": 7, "en": 15}
_TITLE = Text("办理流程图", "Map of the process")
_HERE = Text("您在这里", "You are here")
_STATES: dict[WordState, Text] = {
    "done": Text("已完成", "done"),
    "now": Text("正在办", "now"),
    "stop": Text("停在这里", "stopped here"),
    "": Text("还没到", "to come"),
}


def diagram(process: Process, position: Position, language: Language = "zh-Hans") -> Diagram:
    """The map of where a process stands, and the same as a list. Pure; the SVG needs the classes of the look."""
    layout = layout_of(process.graph)
    return Diagram("".join(_Drawing(process, position, layout, language).parts()), stations(process, position))


class _Drawing:
    def __init__(self, process: Process, position: Position, layout: Layout, language: Language) -> None:
        self.process, self.position, self.layout, self.language = process, position, layout, language
        self.anchored = False

    def parts(self) -> Iterator[str]:
        width, height = round(self.layout.width), round(self.layout.height)
        name = f"map-{self.process.graph.id}"
        yield (
            f'<svg class="m-wide" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'aria-labelledby="{escape(name)}-t {escape(name)}-d" focusable="false">'
        )
        yield f'<title id="{escape(name)}-t">{self._say(_TITLE)}</title>'
        yield f'<desc id="{escape(name)}-d">{escape("；".join(self._told()))}</desc>'
        yield from self._bands()
        yield from (_rect(frame, "m-frame") for frame in self.layout.frames)
        behind = self.position.passed
        for flow in sorted(self.layout.lines, key=lambda id: id in behind):
            yield _path(self.layout.lines[flow], "m-t m-d" if flow in behind else "m-t")
        for id in self.layout.points:
            yield from self._node(self.process.graph.nodes[id])
        yield "</svg>"

    def _told(self) -> Iterator[str]:
        yield sentence(self.position).in_(self.language)
        for station in stations(self.process, self.position):
            if station.state == "done":
                yield f"{station.name.in_(self.language)}：{_STATES['done'].in_(self.language)}"

    def _say(self, text: Text) -> str:
        return escape(text.in_(self.language))

    def _bands(self) -> Iterator[str]:
        for i, band in enumerate(self.layout.bands):
            box = Box(0, band.top, self.layout.width, band.bottom - band.top)
            yield _rect(box, "m-lane m-lane-2" if i % 2 else "m-lane")
            yield f'<text class="q m-who" x="10" y="{band.top + 20:.0f}">{self._say(self._lane_name(band.lane))}</text>'

    def _lane_name(self, id: str) -> Text:
        drawn = self.process.graph.lanes[id]
        names = (lane.name for lane in self.process.lanes if lane.id in (drawn.id, drawn.name))
        return next(names, Text(drawn.name, drawn.name))

    def _node(self, node: Node) -> Iterator[str]:
        x, y = self.layout.points[node.id]
        state = state_of(node.id, self.position)
        if is_junction(self.process.graph, node):
            yield f'<circle class="m-s{_filled(state)}" cx="{x:.0f}" cy="{y:.0f}" r="4"/>'
            return
        if node.kind == "trigger":
            state = "done" if node.id in self.position.passed else ""
        if state == "now":
            yield from self._now(node, x, y)
        elif node.kind in ("end", "terminate") and state == "done":
            yield from self._ended(node, x, y)
        else:
            yield f'<circle class="m-s{_filled(state)}" cx="{x:.0f}" cy="{y:.0f}" r="9"/>'
            if state == "done":
                yield f'<path class="m-tick" d="M{x - 4:.0f} {y:.0f}l3 3 5-6"/>'
        yield from self._label(node, x, y, "h" if self._acts(node) else "q" if state == "" else "")

    def _now(self, node: Node, x: float, y: float) -> Iterator[str]:
        """Ringed; in words too where somebody acts, not where a day may cut it short."""
        acts = self._acts(node)
        anchor = ' id="here"' if acts and not self.anchored else ""
        self.anchored |= acts
        yield f'<circle class="m-halo"{anchor} cx="{x:.0f}" cy="{y:.0f}" r="20"/>'
        yield f'<circle class="m-s m-now" cx="{x:.0f}" cy="{y:.0f}" r="11"/>'
        if acts:
            yield f'<text class="h" x="{x:.0f}" y="{y - 26:.0f}">{self._say(_HERE)}</text>'

    def _acts(self, node: Node) -> bool:
        return any(each.step == node.id for each in here(self.position))

    def _ended(self, node: Node, x: float, y: float) -> Iterator[str]:
        """The end that was reached: a square where it stopped without, filled where all is done."""
        end = self.process.ends.get(node.id)
        if end and end.bad:
            yield f'<rect class="m-s m-stop" x="{x - 9:.0f}" y="{y - 9:.0f}" width="18" height="18" rx="3"/>'
        else:
            yield f'<circle class="m-s m-ok" cx="{x:.0f}" cy="{y:.0f}" r="9"/>'
            yield f'<path class="m-tick" d="M{x - 4:.0f} {y:.0f}l3 3 5-6"/>'

    def _label(self, node: Node, x: float, y: float, tone: str) -> Iterator[str]:
        of_tone = f' class="{tone}"' if tone else ""
        for i, line in enumerate(_wrapped(self._name(node).in_(self.language), _LETTERS[self.language])):
            yield f'<text{of_tone} x="{x:.0f}" y="{y + 30 + 17 * i:.0f}">{escape(line)}</text>'

    def _name(self, node: Node) -> Text:
        if node.id in self.process.steps:
            return self.process.steps[node.id].name
        if node.id in self.process.ends:
            return self.process.ends[node.id].name
        return Text(node.name, "Start" if node.kind == "start" else node.name)


def _rect(box: Box, classes: str) -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}"'
    return f'<rect class="{classes}" x="{box.x:.0f}" y="{box.y:.0f}" {size} rx="10"/>'


def _filled(state: WordState) -> str:
    return " m-ok" if state == "done" else ""


def _path(points: tuple[Point, ...], classes: str) -> str:
    """A line through points whose corners are round."""
    x, y = points[0]
    parts = [f"M{x:.0f} {y:.0f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        into, out = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{into[0]:.0f} {into[1]:.0f}Q{corner[0]:.0f} {corner[1]:.0f} {out[0]:.0f} {out[1]:.0f}")
    parts.append(f"L{points[-1][0]:.0f} {points[-1][1]:.0f}")
    return f'<path class="{classes}" d="{"".join(parts)}"/>'


def _towards(corner: Point, other: Point) -> Point:
    away = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(_BEND, away / 2) / away if away else 0.0
    return (corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share)


def _wrapped(text: str, letters: int) -> list[str]:
    """A name in short lines: broken after words where it has them, and at its end with … when it is too long."""
    lines: list[str] = [""]
    for part in text.split(" ") if " " in text else [text[i : i + letters] for i in range(0, len(text), letters)]:
        joined = f"{lines[-1]} {part}".strip() if " " in text else part
        if lines[-1] and (" " not in text or len(joined) > letters):
            lines.append(part)
        else:
            lines[-1] = joined
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]
    return lines
