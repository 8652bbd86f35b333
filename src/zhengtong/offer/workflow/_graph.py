"""A process as nodes and flows: what BPMN says, before process.yaml adds its words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhengtong.offer.workflow._xml import Place

NodeKind = Literal[
    "start",
    "end",
    "terminate",
    "task",
    "script",
    "exclusive",
    "parallel",
    "event_gateway",
    "catch",
    "boundary",
    "throw",
    "subprocess",
    "event_subprocess",
    "trigger",
]
"""`trigger` is the start of an event sub-process: it may happen at any time and ends all else."""

Trigger = Literal["", "time", "message"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the file, and where a line and column of it stand."""

    text: str
    place_of: Callable[[int, int], Place]


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is CEL."""

    id: str
    source: str
    target: str
    place: Place
    condition: Source | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the road, in the sub-process `scope`. `attached_to` is the activity a boundary event is on."""

    id: str
    kind: NodeKind
    tag: str
    name: str
    lane: str
    scope: str
    place: Place
    order: int
    attached_to: str = ""
    trigger: Trigger = ""
    days: int | None = None
    default: str = ""
    script: Source | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody or something must act before the road goes on."""
        return self.kind in ("task", "catch", "boundary", "trigger")


@dataclass(frozen=True, slots=True)
class LaneShape:
    """A lane of the file."""

    id: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the diagram."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its middle."""
        return (self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Picture:
    """The diagram interchange: boxes of nodes and lanes, points of flows. Empty when the file draws nothing."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    lines: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """All of a process.bpmn that we understand."""

    id: str
    place: Place
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, LaneShape]
    picture: Picture
    outgoing: Mapping[str, tuple[str, ...]]
    incoming: Mapping[str, tuple[str, ...]]
    edges: Mapping[str, tuple[Node, ...]]
    """The boundary events on an activity, by its id."""

    def start_of(self, scope: str) -> Node:
        """The start event of the process (scope "") or of a sub-process."""
        return next(node for node in self.nodes.values() if node.kind == "start" and node.scope == scope)

    def inside(self, scope: str) -> frozenset[str]:
        """Every node in a sub-process, at any depth, and the events on the edge of what lies in it."""
        found: set[str] = set()
        for node in self.nodes.values():
            above = node.scope
            while above and above != scope:
                above = self.nodes[above].scope
            if above == scope:
                found.add(node.id)
        return frozenset(found)

    def happens_at_any_time(self, id: str) -> bool:
        """Whether a node lies on a way that may begin at any time and ends all else."""
        scope = self.nodes[id].scope
        while scope and self.nodes[scope].kind != "event_subprocess":
            scope = self.nodes[scope].scope
        return bool(scope)

    def after(self, id: str) -> frozenset[str]:
        """Every node some way leads to from one; the node itself only where a way comes back to it."""
        found: set[str] = set()
        left = list(self._next(self.nodes[id]))
        while left:
            node = left.pop()
            if node.id not in found:
                found.add(node.id)
                left += self._next(node)
        return frozenset(found)

    def _next(self, node: Node) -> list[Node]:
        found = [self.nodes[self.flows[flow].target] for flow in self.outgoing.get(node.id, ())]
        found += self.edges.get(node.id, ())
        if node.kind == "subprocess":
            found.append(self.start_of(node.id))
        if node.kind == "end" and node.scope and self.nodes[node.scope].kind == "subprocess":
            found += self._next(self.nodes[node.scope])
        return found
