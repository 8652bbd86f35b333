"""How tokens move over a graph. Every way through BPMN's elements we support is here and nowhere else.

A token waits on a step, on the marker of a sub-process, or, as an arrived flow, at a parallel join. `Choose` says which
flow an exclusive gateway takes, `Assign` hears of a script: replay answers from the log, a real step by CEL, and the
checker tries everything.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from zhengtong.offer.workflow._graph import Graph, Node

Token = TypeVar("Token")
Choose = Callable[[Node], str]
Assign = Callable[[Node], None]


class Unsafe(Exception):
    """A second token came where one waits already: the drawing is wrong. A published process never does this."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.id)
        self.node = node


@dataclass(slots=True)
class Machine(Generic[Token]):
    """The tokens of one run. `new_token` makes what is kept for a node that begins to wait."""

    graph: Graph
    new_token: Callable[[Node], Token]
    choose: Choose
    assign: Assign
    tokens: dict[str, Token] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    ends: list[str] = field(default_factory=list)
    _queue: deque[str] = field(default_factory=deque)

    @property
    def ended(self) -> bool:
        """Whether an end was reached and nothing waits but what may happen at any time."""
        return bool(self.ends) and not self.arrived and all(self._is_trigger(id) for id in self.tokens)

    def begin(self) -> None:
        """From the start event to the first steps."""
        for node in self.graph.nodes.values():
            if node.kind == "trigger":
                self._wait(node)
        self._leave(self.graph.start_of(""))
        self._run()

    def fire(self, id: str) -> None:
        """End a waiting step and go on as far as the road leads by itself."""
        node = self.graph.nodes[id]
        del self.tokens[id]
        if node.kind == "trigger":
            self._drop(set(self.tokens), set(self.arrived))
        elif node.kind == "boundary":
            self._interrupt(node.attached_to)
        else:
            self._drop({other.id for other in self.graph.edges.get(id, ())} | self._rivals(node), set())
        self._leave(node)
        self._run()

    def _run(self) -> None:
        while self._queue or self._finish_scopes():
            flow = self.graph.flows[self._queue.popleft()]
            self.passed.add(flow.id)
            self._enter(self.graph.nodes[flow.target], flow.id)
        if self.ended:
            self.tokens.clear()

    def _enter(self, node: Node, flow: str) -> None:
        match node.kind:
            case "task" | "catch":
                self._wait(node)
            case "parallel":
                self._join(node, flow)
            case "event_gateway":
                self._wait_for_first(node)
            case "subprocess":
                self._wait(node)
                self._leave(self.graph.start_of(node.id))
            case "script":
                self.assign(node)
                self._leave(node)
            case "end" | "terminate":
                self._end(node)
            case _:
                self._leave(node)

    def _leave(self, node: Node) -> None:
        self.passed.add(node.id)
        outgoing = self.graph.outgoing[node.id]
        if node.kind == "exclusive" and len(outgoing) > 1:
            outgoing = (self.choose(node),)
        self._queue.extend(outgoing)

    def _wait(self, node: Node) -> None:
        for waiting in (node, *self.graph.edges.get(node.id, ())):
            if waiting.id in self.tokens:
                raise Unsafe(waiting)
            self.tokens[waiting.id] = self.new_token(waiting)

    def _wait_for_first(self, gateway: Node) -> None:
        self.passed.add(gateway.id)
        for flow in self.graph.outgoing[gateway.id]:
            self.passed.add(flow)
            self._wait(self.graph.nodes[self.graph.flows[flow].target])

    def _rivals(self, node: Node) -> set[str]:
        """The other events an event gateway waits for together with this one."""
        sources = {self.graph.flows[flow].source for flow in self.graph.incoming[node.id]}
        gateways = {id for id in sources if self.graph.nodes[id].kind == "event_gateway"}
        return {self.graph.flows[flow].target for id in gateways for flow in self.graph.outgoing[id]}

    def _join(self, node: Node, flow: str) -> None:
        if flow in self.arrived:
            raise Unsafe(node)
        self.arrived.add(flow)
        wanted = set(self.graph.incoming[node.id])
        if wanted <= self.arrived:
            self.arrived -= wanted
            self._leave(node)

    def _end(self, node: Node) -> None:
        self.passed.add(node.id)
        if node.kind == "terminate":
            self._clear(node.scope)
        if not node.scope or self.graph.nodes[node.scope].kind == "event_subprocess":
            self.ends.append(node.id)

    def _clear(self, scope: str) -> None:
        """Everything in a scope ends; all of the process for the scope "" and for an event sub-process."""
        if not scope or self.graph.nodes[scope].kind == "event_subprocess":
            self._drop(set(self.tokens), set(self.arrived))
            self._queue.clear()
            return
        inside = self.graph.inside(scope)
        self._drop(set(inside), self._flows_in(inside))
        self._queue = deque(flow for flow in self._queue if self.graph.flows[flow].source not in inside)

    def _interrupt(self, activity: str) -> None:
        inside = self.graph.inside(activity)
        edge = {other.id for other in self.graph.edges.get(activity, ())}
        self._drop({activity, *inside, *edge}, self._flows_in(inside))

    def _drop(self, nodes: set[str], flows: set[str]) -> None:
        for id in nodes:
            self.tokens.pop(id, None)
        self.arrived -= flows

    def _finish_scopes(self) -> bool:
        """Leave every sub-process in which nothing waits any more. True when one was left."""
        for id in [id for id in self.tokens if self.graph.nodes[id].kind == "subprocess"]:
            inside = self.graph.inside(id)
            if not inside & self.tokens.keys() and not self._flows_in(inside) & self.arrived:
                self._drop({id} | {other.id for other in self.graph.edges.get(id, ())}, set())
                self._leave(self.graph.nodes[id])
                return bool(self._queue)
        return False

    def _flows_in(self, nodes: frozenset[str]) -> set[str]:
        return {flow.id for flow in self.graph.flows.values() if flow.source in nodes}

    def _is_trigger(self, id: str) -> bool:
        return self.graph.nodes[id].kind == "trigger"
