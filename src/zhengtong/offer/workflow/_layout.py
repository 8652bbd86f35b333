"""Where everything stands on the map: the drawing's own order, drawn together; or an order of ours when it has none."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhengtong.offer.workflow._graph import Box, Graph, Node, Point

STATION_WIDTH, JUNCTION_WIDTH, ROW_HEIGHT, NARROW_ROW, MARGIN = 112.0, 40.0, 104.0, 48.0, 64.0
_SAME = 24.0
_JUNCTIONS = ("exclusive", "parallel", "event_gateway", "script", "throw")
_UNDRAWN = ("subprocess", "event_subprocess")


@dataclass(frozen=True, slots=True)
class Band:
    """A lane: from where to where down the page."""

    lane: str
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in pixels: a point for every node drawn, a line for every flow, a band for every lane, a frame for every
    sub-process."""

    width: float
    height: float
    points: Mapping[str, Point]
    lines: Mapping[str, tuple[Point, ...]]
    bands: tuple[Band, ...]
    frames: tuple[Box, ...]


def layout_of(graph: Graph) -> Layout:
    """The layout of a graph, by its diagram interchange when every node is in it."""
    drawn = [node for node in graph.nodes.values() if node.kind not in _UNDRAWN]
    boxes = graph.picture.boxes
    if not all(node.id in boxes for node in drawn):
        return _own(graph, drawn)
    middles = {node.id: boxes[node.id].middle for node in drawn}
    across = _Scale({id: x for id, (x, _) in middles.items()}, {node.id: _width(graph, node) for node in drawn})
    down = _Scale({id: y for id, (_, y) in middles.items()}, {node.id: _height(graph, node) for node in drawn})
    points = {id: (across.at(x), down.at(y)) for id, (x, y) in middles.items()}
    lines = {}
    for flow in graph.flows.values():
        way = [(across.at(x), down.at(y)) for x, y in graph.picture.lines.get(flow.id, ())]
        start, end = points[_last_in(graph, flow.source)], points[_first_in(graph, flow.target)]
        lines[flow.id] = _without_double((start, *way, end))
    frames = tuple(
        _moved(boxes[node.id], across, down)
        for node in graph.nodes.values()
        if node.kind in _UNDRAWN and node.id in boxes
    )
    return Layout(across.size, down.size, points, lines, tuple(_bands(graph, boxes, down)), frames)


def is_junction(graph: Graph, node: Node) -> bool:
    """Whether a node is only where ways part or meet, or where a sub-process begins or ends."""
    inner = node.kind in ("start", "end") and bool(node.scope) and graph.nodes[node.scope].kind == "subprocess"
    return inner or node.kind in _JUNCTIONS


def _width(graph: Graph, node: Node) -> float:
    return JUNCTION_WIDTH if is_junction(graph, node) else STATION_WIDTH


def _height(graph: Graph, node: Node) -> float:
    return NARROW_ROW if is_junction(graph, node) else ROW_HEIGHT


def _first_in(graph: Graph, id: str) -> str:
    """Where a flow to a node arrives: a sub-process is entered at its start."""
    return _first_in(graph, graph.start_of(id).id) if graph.nodes[id].kind == "subprocess" else id


def _last_in(graph: Graph, id: str) -> str:
    """Where a flow from a node begins: a sub-process is left at its end."""
    if graph.nodes[id].kind != "subprocess":
        return id
    return next(node.id for node in graph.nodes.values() if node.scope == id and node.kind in ("end", "terminate"))


def _moved(box: Box, across: "_Scale", down: "_Scale") -> Box:
    left, top = across.at(box.x), down.at(box.y)
    return Box(left, top, across.at(box.x + box.width) - left, down.at(box.y + box.height) - top)


def _without_double(points: Iterable[Point]) -> tuple[Point, ...]:
    """Lines bend only where the way turns: the drawing's dots on the edges of boxes would be small steps."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1][0] - point[0]) + abs(kept[-1][1] - point[1]) < 1:
            continue
        kept.append(point)
    return tuple(kept)


class _Scale:
    """One axis drawn together: what stood in one column or row stays in it, and gaps become even."""

    def __init__(self, places: Mapping[str, float], sizes: Mapping[str, float]) -> None:
        self.old: list[float] = []
        rooms: list[float] = []
        for id in sorted(places, key=lambda each: (places[each], each)):
            if self.old and places[id] - self.old[-1] < _SAME:
                rooms[-1] = max(rooms[-1], sizes[id])
            else:
                self.old.append(places[id])
                rooms.append(sizes[id])
        self.new: list[float] = []
        self.size = MARGIN
        for room in rooms:
            self.new.append(self.size + room / 2)
            self.size += room
        self.size += MARGIN / 2

    def at(self, place: float) -> float:
        """Where a place of the drawing is now."""
        after = bisect_right(self.old, place)
        if after == 0:
            return max(self.new[0] - (self.old[0] - place), MARGIN / 4)
        if after == len(self.old):
            return min(self.new[-1] + (place - self.old[-1]), self.size - 1)
        low, high = self.old[after - 1], self.old[after]
        if place - low < _SAME:
            return self.new[after - 1]
        share = (place - low) / (high - low)
        return self.new[after - 1] + share * (self.new[after] - self.new[after - 1])


def _bands(graph: Graph, boxes: Mapping[str, Box], down: _Scale) -> Iterable[Band]:
    lanes = [lane for lane in graph.lanes if lane in boxes]
    lanes.sort(key=lambda lane: boxes[lane].y)
    for i, lane in enumerate(lanes):
        top = 0.0 if i == 0 else down.at(boxes[lane].y)
        bottom = down.size if i == len(lanes) - 1 else down.at(boxes[lane].y + boxes[lane].height)
        yield Band(lane, top, bottom)


def _own(graph: Graph, drawn: list[Node]) -> Layout:
    """A column for how far from the start, a row for every lane, more where two stand in one place."""
    columns, taken = _columns(graph), set[tuple[int, int]]()
    lanes = {lane: i for i, lane in enumerate(graph.lanes)}
    cells: dict[str, tuple[int, int]] = {}
    for node in drawn:
        row = 3 * lanes.get(node.lane, 0)
        while (columns[node.id], row) in taken:
            row += 1
        taken.add((columns[node.id], row))
        cells[node.id] = (columns[node.id], row)
    rows = {row: i for i, row in enumerate(sorted({row for _, row in cells.values()}))}
    points = {
        id: (MARGIN + STATION_WIDTH * (column + 0.5), MARGIN / 2 + ROW_HEIGHT * (rows[row] + 0.5))
        for id, (column, row) in cells.items()
    }
    width = MARGIN * 1.5 + STATION_WIDTH * (max(column for column, _ in cells.values()) + 1)
    lines = {
        flow.id: (points[_last_in(graph, flow.source)], points[_first_in(graph, flow.target)])
        for flow in graph.flows.values()
    }
    return Layout(width, MARGIN + ROW_HEIGHT * len(rows), points, lines, (), ())


def _columns(graph: Graph) -> dict[str, int]:
    """How many flows a node is away from where its road begins."""
    found: dict[str, int] = {}
    waiting = [(graph.start_of("").id, 0)]
    waiting += [(node.id, 0) for node in graph.nodes.values() if node.kind == "trigger"]
    while waiting:
        id, column = waiting.pop(0)
        if id in found:
            continue
        found[id] = column
        waiting += [(graph.flows[flow].target, column + 1) for flow in graph.outgoing[id]]
        waiting += [(edge.id, column + 1) for edge in graph.edges.get(id, ())]
        if graph.nodes[id].kind == "subprocess":
            waiting.append((graph.start_of(id).id, column))
    return found
