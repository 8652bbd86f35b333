"""The only module that knows SpiffWorkflow: does an independent engine walk a drawing as we do?

Facts of its 3.2 that this module relies on: conditions and scripts go to `script_engine.evaluate` and `.execute`, loop
and completion conditions to `script_engine.environment`, and `validate` parses Python when nobody overrides it; all of
them are ours here and run nothing. Task specs are found by `bpmn_id`. Gateways and sub-processes are moved on by
`do_engine_steps`. Timers and messages are made signals before it reads the drawing: it would use wall time and calendar
days.
"""

import logging
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from zhengtong.offer.workflow._explore import Explored, Move, State
from zhengtong.offer.workflow._graph import Flow, Graph, Node

MAX_MOVES = 250
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "terminate": "endEvent",
    "task": "userTask",
    "script": "scriptTask",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "event_gateway": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "boundary": "boundaryEvent",
    "throw": "intermediateThrowEvent",
    "subprocess": "subProcess",
}


def differing(graph: Graph, explored: Explored) -> frozenset[str]:
    """Steps behind which the other engine waits for something else than we do; the start event when it begins
    differently or does not take the drawing at all. The first `MAX_MOVES` moves, the nearest to the start first.
    """
    start = graph.start_of("").id
    try:
        specs = _specs_of(graph)
    except SpiffWorkflowException:
        return frozenset({start})
    found = set()
    for begin, move, way in _ways(graph, explored):
        try:
            walker = _Walker(graph, specs, begin)
            same = all(walker.end(each.step, each.took) for each in way) and walker.waiting() == _ours(
                graph, move.after
            )
        except SpiffWorkflowException:
            same = False
        if not same:
            found.add(move.step)
    return frozenset(found)


def _ways(graph: Graph, explored: Explored) -> "Iterable[tuple[tuple[str, ...], Move, list[Move]]]":
    """Every move with the shortest way to it: how the process began, and all moves up to this one."""
    ways: dict[State, tuple[tuple[str, ...], list[Move]]] = {state: (took, []) for took, state in explored.begins}
    queue, count = deque(ways), 0
    while queue and count < MAX_MOVES:
        begin, before = ways[queue[0]]
        for move in explored.moves.get(queue.popleft(), ()):
            if graph.nodes[move.step].kind == "trigger":
                continue
            count += 1
            yield begin, move, [*before, move]
            if move.after not in ways:
                ways[move.after] = (begin, [*before, move])
                queue.append(move.after)


def _ours(graph: Graph, state: State) -> frozenset[str]:
    return frozenset(id for id in state.tokens if graph.nodes[id].waits and graph.nodes[id].kind != "trigger")


class _Refused(SpiffWorkflowException):  # type: ignore[misc]  # the library has no types
    """The other engine asked for something to be run."""


class _Environment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]  # the library has no types
    """Holds which flows are to be taken; a condition is the id of its flow. Nothing is ever run."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: frozenset[str] = frozenset()

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> bool:
        return expression in self.taken

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        return True

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        raise _Refused("call_service")


class _Engine(PythonScriptEngine):  # type: ignore[misc]  # the library has no types
    def validate(self, expression: str) -> None:
        """The library would parse Python here."""


class _Walker:
    """One run of the other engine over a graph."""

    def __init__(self, graph: Graph, specs: Any, took: Iterable[str]) -> None:
        self.graph, self.environment = graph, _Environment()
        self.workflow = BpmnWorkflow(*specs, script_engine=_Engine(self.environment))
        self._go(took)

    def end(self, step: str, took: Iterable[str]) -> bool:
        """End a step, taking these flows behind it; False when the step is not open."""
        if step not in self.waiting():
            return False
        self.environment.taken = frozenset(took)
        if self.graph.nodes[step].kind == "task":
            next(task for task in self._open() if task.task_spec.bpmn_id == step).run()
        else:
            self.workflow.send_event(BpmnEvent(SignalEventDefinition(step)))
        self._go(took)
        return True

    def waiting(self) -> frozenset[str]:
        """The steps it has open now; none when it has ended."""
        if self.workflow.completed:
            return frozenset()
        found = {task.task_spec.bpmn_id for task in self._open()} & self.graph.nodes.keys()
        for id in [id for id in found if self.graph.nodes[id].kind == "event_gateway"]:
            found |= {self.graph.flows[flow].target for flow in self.graph.outgoing[id]}
        return frozenset(id for id in found if self.graph.nodes[id].waits)

    def _go(self, took: Iterable[str]) -> None:
        self.environment.taken = frozenset(took)
        self.workflow.do_engine_steps()

    def _open(self) -> "list[Any]":
        return [*self.workflow.get_tasks(state=TaskState.READY | TaskState.WAITING)]


def _specs_of(graph: Graph) -> Any:
    """The graph as the other engine reads it. Its own exceptions when it does not take the drawing."""
    logging.getLogger("spiff").setLevel(logging.ERROR)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_plain_bpmn(graph)))
    return parser.get_spec(graph.id), parser.get_subprocess_specs(graph.id)


def _plain_bpmn(graph: Graph) -> bytes:
    """The graph as BPMN of the few elements that matter for tokens.

    Without event sub-processes: this engine starts them, but lets everything else go on.
    """
    nodes = {node.id: node for node in graph.nodes.values() if not _at_any_time(graph, node)}
    root = Element("definitions", {"xmlns": _MODEL, "targetNamespace": "zhengtong"})
    scopes = {"": SubElement(root, "process", {"id": graph.id, "isExecutable": "true"})}
    for node in nodes.values():
        scopes[node.id] = _element(scopes[node.scope], node)
    for flow in graph.flows.values():
        if flow.source in nodes:
            _flow(scopes[nodes[flow.source].scope], flow, nodes)
    for node in nodes.values():
        SubElement(root, "signal", {"id": f"signal_{node.id}", "name": node.id})
    return tostring(root)


def _at_any_time(graph: Graph, node: Node) -> bool:
    while node.scope:
        node = graph.nodes[node.scope]
    return node.kind == "event_subprocess"


def _element(parent: Element, node: Node) -> Element:
    element = SubElement(parent, _TAGS[node.kind], {"id": node.id, "name": node.id})
    if node.attached_to:
        element.set("attachedToRef", node.attached_to)
    if node.default:
        element.set("default", node.default)
    if node.kind == "script":
        SubElement(element, "script").text = node.id
    if node.kind == "terminate":
        SubElement(element, "terminateEventDefinition")
    if node.kind in ("catch", "boundary"):
        SubElement(element, "signalEventDefinition", {"signalRef": f"signal_{node.id}"})
    return element


def _flow(parent: Element, flow: Flow, nodes: Mapping[str, Node]) -> None:
    ends = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    element = SubElement(parent, "sequenceFlow", ends)
    source = nodes[flow.source]
    if source.kind == "exclusive" and flow.condition and flow.id != source.default:
        SubElement(element, "conditionExpression").text = flow.id
