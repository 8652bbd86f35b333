"""From the text of process.bpmn to a graph, or to what in it we do not support, each with its place."""

import re
from dataclasses import dataclass, field

from zhengtong.kernel.text import Text
from zhengtong.offer.workflow._graph import Flow, Graph, LaneShape, Node, NodeKind, Source, Trigger
from zhengtong.offer.workflow._picture import picture_of
from zhengtong.offer.workflow._problems import UNSUPPORTED, USE, Problem, Unsupported
from zhengtong.offer.workflow._xml import Element, Place, XmlProblem, parse

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_KINDS: dict[str, NodeKind] = {
    "startEvent": "start",
    "endEvent": "end",
    "task": "task",
    "userTask": "task",
    "manualTask": "task",
    "serviceTask": "task",
    "sendTask": "task",
    "receiveTask": "task",
    "businessRuleTask": "task",
    "scriptTask": "script",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "eventBasedGateway": "event_gateway",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "boundaryEvent": "boundary",
    "subProcess": "subprocess",
}
_SILENT = frozenset(
    (
        *("documentation", "extensionElements", "incoming", "outgoing", "laneSet", "sequenceFlow", "script"),
        *("textAnnotation", "association", "group", "dataObject", "dataObjectReference", "dataStoreReference"),
        *("ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"),
        *("potentialOwner", "humanPerformer", "performer"),
    )
)
_DEFINITIONS: dict[str, Trigger] = {"timerEventDefinition": "time", "messageEventDefinition": "message"}
_ROOTS = frozenset(
    ("process", "collaboration", "message", "BPMNDiagram", "documentation", "extensionElements", "itemDefinition")
)
_DURATION = re.compile(r"\"?P(?:(\d{1,3})W|(\d{1,3})D)\"?\Z")


def read(source: str) -> Graph:
    """The graph of a process.bpmn. Unsupported with every problem otherwise."""
    try:
        root = parse(source)
    except XmlProblem as problem:
        raise Unsupported([Problem(problem.place, "xml", problem.text, problem.mend)]) from problem
    reader = _Reader(root)
    graph = reader.read()
    if reader.problems:
        raise Unsupported(sorted(reader.problems, key=lambda problem: problem.place))
    return graph


@dataclass(slots=True)
class _Reader:
    root: Element
    problems: list[Problem] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    lanes: dict[str, LaneShape] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)

    def read(self) -> Graph:
        process = self._process()
        self._lanes(process)
        self._scope(process, "", "")
        self._ends_of_flows()
        outgoing: dict[str, tuple[str, ...]] = dict.fromkeys(self.nodes, ())
        incoming: dict[str, tuple[str, ...]] = dict.fromkeys(self.nodes, ())
        for flow in self.flows.values():
            outgoing[flow.source] = (*outgoing.get(flow.source, ()), flow.id)
            incoming[flow.target] = (*incoming.get(flow.target, ()), flow.id)
        edges: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes.values():
            if node.attached_to:
                edges[node.attached_to] = (*edges.get(node.attached_to, ()), node)
        return Graph(
            id=process.id,
            place=process.place,
            nodes=self.nodes,
            flows=self.flows,
            lanes=self.lanes,
            picture=picture_of(self.root),
            outgoing=outgoing,
            incoming=incoming,
            edges=edges,
        )

    def _problem(self, at: Element | Place, code: str, text: Text, mend: Text) -> None:
        place = at.place if isinstance(at, Element) else at
        self.problems.append(Problem(place, code, text, mend))

    def _refuse(self, element: Element, what: str = "") -> None:
        self._problem(element, "unsupported", UNSUPPORTED.format(what=what or element.tag), USE)

    def _process(self) -> Element:
        if self.root.namespace != _MODEL or self.root.tag != "definitions":
            text = Text("这不是 BPMN 2.0 文件。", "This is no BPMN 2.0 file.")
            mend = Text("从建模软件另存为 BPMN 2.0 XML。", "Save it from the modeller as BPMN 2.0 XML.")
            raise Unsupported([Problem(self.root.place, "no_bpmn", text, mend)])
        for element in self.root.children:
            if element.tag not in _ROOTS:
                self._refuse(element)
        processes = list(self.root.all("process"))
        if len(processes) != 1:
            text = Text(f"这里有 {len(processes)} 个流程。", f"There are {len(processes)} processes here.")
            mend = Text("一个文件画一个流程，角色用泳道分。", "Draw one process a file; divide it by lanes.")
            raise Unsupported([Problem(self.root.place, "one_process", text, mend)])
        return processes[0]

    def _lanes(self, process: Element) -> None:
        for lane_set in process.all("laneSet", "childLaneSet"):
            for lane in lane_set.all("lane"):
                self.lanes[lane.id] = LaneShape(lane.id, lane.attributes.get("name", ""), lane.place)
                for reference in lane.all("flowNodeRef"):
                    self.lane_of[reference.words()] = lane.id
                self._lanes(lane)

    def _scope(self, parent: Element, scope: str, lane: str) -> None:
        for element in parent.children:
            if element.namespace != _MODEL or element.tag in _SILENT:
                continue
            if element.tag in _KINDS:
                self._node(element, scope, self.lane_of.get(element.id, lane))
            elif parent.tag == "process" or element.tag not in _DEFINITIONS:
                self._refuse(element)
        for element in parent.all("sequenceFlow"):
            self._flow(element)
        starts = [node for node in self.nodes.values() if node.kind in ("start", "trigger") and node.scope == scope]
        if len(starts) != 1:
            text = Text(f"这里有 {len(starts)} 个开始事件。", f"There are {len(starts)} start events here.")
            self._problem(parent, "one_start", text, Text("留一个开始事件。", "Have exactly one start event."))

    def _node(self, element: Element, scope: str, lane: str) -> None:
        kind, trigger, days = self._kind(element, scope), self._trigger(element, scope), None
        if trigger == "time":
            days = self._days(element)
        if kind in ("catch", "boundary", "trigger") and not trigger:
            self._refuse(element, f"{element.tag} – timer, message")
        if "false" in (element.attributes.get("cancelActivity"), element.attributes.get("isInterrupting")):
            self._refuse(element, f"{element.tag} – non-interrupting")
        if kind == "event_subprocess" and scope:
            self._refuse(element, "event sub-process in a sub-process")
        if not element.id or element.id in self.nodes:
            text = Text(f"编号“{element.id}”空着或用了两次。", f"The id “{element.id}” is empty or used twice.")
            self._problem(element, "node_id", text, Text("换一个编号。", "Give it another id."))
        self.nodes[element.id] = Node(
            id=element.id,
            kind=kind,
            tag=element.tag,
            name=" ".join(element.attributes.get("name", "").split()),
            lane=lane,
            scope=scope,
            place=element.place,
            order=len(self.nodes),
            attached_to=element.attributes.get("attachedToRef", ""),
            trigger=trigger,
            days=days,
            default=element.attributes.get("default", ""),
            script=self._script(element) if kind == "script" else None,
        )
        if kind in ("subprocess", "event_subprocess"):
            self._scope(element, element.id, lane)
        else:
            self._loops(element)

    def _kind(self, element: Element, scope: str) -> NodeKind:
        kind = _KINDS[element.tag]
        if kind == "end" and element.first("terminateEventDefinition"):
            return "terminate"
        if kind == "start" and self._in_event_subprocess(scope):
            return "trigger"
        return "event_subprocess" if element.attributes.get("triggeredByEvent") == "true" else kind

    def _in_event_subprocess(self, scope: str) -> bool:
        return bool(scope) and self.nodes[scope].kind == "event_subprocess"

    def _loops(self, element: Element) -> None:
        """Whatever else stands in a node and changes what it does: loops, many instances, other events."""
        for child in element.children:
            known = child.tag in _SILENT or child.tag in _DEFINITIONS or child.tag == "terminateEventDefinition"
            if child.namespace == _MODEL and not known:
                self._refuse(child)

    def _trigger(self, element: Element, scope: str) -> Trigger:
        found: list[Trigger] = [_DEFINITIONS[child.tag] for child in element.children if child.tag in _DEFINITIONS]
        if found and self._kind(element, scope) not in ("catch", "boundary", "trigger"):
            self._refuse(element, f"{element.tag} + {found[0]}")
        if len(found) > 1:
            self._refuse(element, f"{element.tag} × {len(found)}")
        return found[0] if found else ""

    def _days(self, element: Element) -> int | None:
        """The whole days of a timer, as modellers write them: P7D, P2W, with or without quotes. None when empty."""
        timer = element.first("timerEventDefinition")
        duration = timer.first("timeDuration") if timer else None
        if timer and (timer.first("timeDate") or timer.first("timeCycle")):
            self._refuse(timer, "timeDate / timeCycle")
        if duration is None or not duration.words():
            return None
        found = _DURATION.match(duration.words())
        if found is None:
            text = Text(f"定时“{duration.words()}”不是整天。", f"The timer “{duration.words()}” is no whole days.")
            self._problem(duration, "duration", text, Text("写 P7D 这样的天数。", "Write days such as P7D."))
            return None
        return int(found[1]) * 7 if found[1] else int(found[2])

    def _script(self, element: Element) -> Source:
        script = element.first("script") or element
        return Source(script.words(), script.place_in_words)

    def _flow(self, element: Element) -> None:
        expression = element.first("conditionExpression")
        condition = Source(expression.words(), expression.place_in_words) if expression and expression.words() else None
        ends = element.attributes.get("sourceRef", ""), element.attributes.get("targetRef", "")
        self.flows[element.id] = Flow(element.id, *ends, element.place, condition)

    def _ends_of_flows(self) -> None:
        for flow in self.flows.values():
            lost = [end for end in (flow.source, flow.target) if end not in self.nodes]
            if lost:
                text = Text(f"连线的一头“{lost[0]}”不在图里。", f"An end of this flow, “{lost[0]}”, is not there.")
                self._problem(
                    flow.place, "flow_end", text, Text("重新连好，或删去。", "Connect it again or remove it.")
                )
            elif self.nodes[flow.source].scope != self.nodes[flow.target].scope:
                text = Text("连线穿过了子流程的边。", "This flow crosses the edge of a sub-process.")
                mend = Text("从子流程自己连出去。", "Let it leave from the sub-process itself.")
                self._problem(flow.place, "flow_end", text, mend)
        for node in self.nodes.values():
            if node.kind == "boundary" and node.attached_to not in self.nodes:
                text = Text("边界事件没有挂在任务上。", "This boundary event is attached to nothing.")
                self._problem(node.place, "flow_end", text, Text("拖到任务的边上。", "Drag it onto an activity."))
