"""From process.bpmn and process.yaml of a published version to a process; once per content hash."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel import expressions
from zhengtong.kernel.expressions import Expression, Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Citation, ServiceVersion
from zhengtong.offer.workflow import _bpmn
from zhengtong.offer.workflow._graph import Graph, Node
from zhengtong.offer.workflow._inspection import with_inspection
from zhengtong.offer.workflow._public_notice import step_named
from zhengtong.offer.workflow._shape import SCRIPT, result_types, shape_of, with_values
from zhengtong.offer.workflow.data import (
    Days,
    End,
    Extension,
    Lane,
    Objections,
    Outcome,
    Process,
    ShownLine,
    Slots,
    Stage,
    Step,
    StopsClock,
    Who,
)

BPMN, YAML = "process.bpmn", "process.yaml"
_processes: dict[str, Process] = {}


def process_of(version: ServiceVersion) -> Process | None:
    """The process of a version; None when the service has none and rules or one clerk decide."""
    if version.service.process != "bpmn":
        return None
    if version.hash not in _processes:
        _processes[version.hash] = _Builder(version).build()
    return _processes[version.hash]


class _Builder:
    def __init__(self, version: ServiceVersion) -> None:
        self.raw = with_inspection(version.files[YAML], version.files)
        self.hash, self.cite = version.hash, version.service.cite
        self.items = tuple(item["id"] for item in catalogue.checklist_items(version.files))
        self.graph = _bpmn.read(version.files[BPMN])
        self.base = shape_of(version.files)

    def build(self) -> Process:
        scripts = scripts_of(self.graph, Shape(with_values(self.base, {})))
        shape = Shape(with_values(self.base, {name: expression.type.kind for name, expression in scripts.values()}))
        lanes = {id: self._lane(id, raw) for id, raw in self.raw["lanes"].items()}
        return Process(
            hash=self.hash,
            steps={id: self._step(self.graph.nodes[id], raw, lanes) for id, raw in self.raw["steps"].items()},
            lanes=tuple(lanes.values()),
            ends={id: End(id, Text.read(raw["name"]), raw["kind"]) for id, raw in self.raw["ends"].items()},
            timeline=tuple(Stage(raw["id"], Text.read(raw["word"])) for raw in self.raw["timeline"]),
            options={name: raw["value"] for name, raw in self.raw.get("options", {}).items()},
            extension=self._extension(self.raw.get("extension"), lanes),
            graph=self.graph,
            conditions=conditions_of(self.graph, shape),
            scripts=scripts,
            shape=shape,
        )

    def _lane(self, id: str, raw: Mapping[str, Any]) -> Lane:
        who = raw["who"]
        known = Who(who.get("permission", ""), who.get("level"), who.get("applicant", False))
        return Lane(id, Text.read(raw["name"]), known)

    def _step(self, node: Node, raw: Mapping[str, Any], lanes: Mapping[str, Lane]) -> Step:
        lane = lane_of(self.graph, node, self.raw)
        return Step(
            id=node.id,
            name=Text.read(raw["name"]),
            hint=Text.read(raw["hint"]) if "hint" in raw else None,
            kind=raw["kind"],
            lane=lanes[lane] if lane else None,
            stage=raw.get("stage", ""),
            until=raw.get("until", ""),
            trigger=node.trigger,
            attached_to=node.attached_to,
            questions=tuple(raw.get("questions", ())),
            result=result_types(raw),
            outcomes=tuple(self._outcome(each) for each in raw.get("outcomes", ())),
            limit=self._days(raw.get("limit")),
            limit_goes_on=raw.get("limit_goes_on", False),
            reason_hint=Text.read(raw["reason_hint"]) if "reason_hint" in raw else None,
            start_limit=self._days(raw.get("start_limit")),
            people=raw.get("people", 1),
            photos=raw.get("photos", 0),
            stops_clock=self._stops(raw.get("stops_clock")),
            papers_first=tuple(raw.get("papers_first", ())),
            papers=tuple(raw.get("papers", ())),
            needs=tuple(raw.get("needs", ())),
            completes=raw.get("completes", ""),
            checklist=self.items if "checklist" in raw else (),
            slots=_slots(raw["slots"], lanes) if "slots" in raw else None,
            visits=raw.get("visits", False),
            objections=self._objections(raw.get("objections")),
        )

    def _extension(self, raw: Mapping[str, Any] | None, lanes: Mapping[str, Lane]) -> Extension | None:
        if raw is None:
            return None
        lane = delegated_lane(raw["lane"], self.raw)
        return Extension(Days(*length_of(raw), self._cited(raw)), lanes[lane], tuple(raw.get("papers", ())))

    def _days(self, raw: Mapping[str, Any] | None) -> Days | None:
        return Days(*length_of(raw), self._cited(raw)) if raw else None

    def _stops(self, raw: Mapping[str, Any] | None) -> StopsClock | None:
        if raw is None:
            return None
        return StopsClock(Text.read(raw["reason"]), self._cited(raw), raw["most"]["working_days"])

    def _objections(self, raw: Mapping[str, Any] | None) -> Objections | None:
        if raw is None:
            return None
        shows = tuple(_shown_line(one) for one in raw["shows"])
        return Objections(raw["sheet"], raw["leads_to"], raw["anonymous"], shows, self._cited(raw))

    def _outcome(self, raw: Mapping[str, Any]) -> Outcome:
        late = raw.get("late_from_received")
        return Outcome(
            id=raw["id"],
            label=Text.read(raw["label"]),
            bad=raw.get("bad", False),
            needs_reason=raw.get("needs_reason", False),
            accepts=raw.get("accepts", False),
            lists=raw.get("lists", False),
            weighs=tuple(raw.get("weighs", ())),
            papers=tuple(raw.get("papers", ())),
            mends=raw.get("mends", {}).get("most", 0),
            calls_off=raw.get("calls_off", False),
            late_from_received=self._cited(late) if late else None,
        )

    def _cited(self, raw: Mapping[str, Any]) -> Citation:
        return self.cite(raw["cite"])


def steps_of_applicant(files: Mapping[str, Any]) -> frozenset[str]:
    """The steps of a folder's process that the applicant's side does; none where there is no process."""
    raw = files.get(YAML)
    if raw is None:
        return frozenset()
    graph = _bpmn.read(files[BPMN])
    lanes = {id: raw["lanes"].get(lane_of(graph, graph.nodes[id], raw), {}) for id in raw["steps"]}
    return frozenset(id for id, lane in lanes.items() if lane.get("who", {}).get("applicant"))


def length_of(raw: Mapping[str, Any]) -> tuple[int, bool]:
    """How many days, and whether working days."""
    working = "working_days" in raw
    return raw["working_days" if working else "calendar_days"], working


def _slots(raw: Mapping[str, Any], lanes: Mapping[str, Lane]) -> Slots:
    return Slots(
        lane=lanes[raw["lane"]],
        weekdays=frozenset(raw["weekdays"]),
        times=tuple(raw["times"]),
        each=raw["each"],
        earliest=raw["earliest"],
        latest=raw["latest"],
        address=raw["address"],
    )


def _shown_line(raw: Mapping[str, Any]) -> ShownLine:
    return ShownLine(
        label=Text.read(raw["label"]),
        value=raw["value"],
        unit=Text.read(raw.get("unit", {"zh": "", "en": ""})),
        of_step=step_named(raw["value"]),
        unless_bad=raw.get("unless_bad", ""),
        unsettled=Text.read(raw["unsettled"]) if "unsettled" in raw else None,
    )


def lane_key(graph: Graph, node: Node, raw: Mapping[str, Any]) -> str:
    """The lane a node is drawn in, as process.yaml names it (by id or by name); empty when it has none."""
    around = node.lane or (graph.nodes[node.attached_to].lane if node.attached_to else "")
    drawn = graph.lanes.get(around)
    names = (drawn.id, drawn.name) if drawn else ()
    return next((name for name in names if name in raw["lanes"]), "")


def lane_of(graph: Graph, node: Node, raw: Mapping[str, Any]) -> str:
    """The lane that does a step: the one it is drawn in, or the one that lane is delegated to."""
    return delegated_lane(lane_key(graph, node, raw), raw)


def delegated_lane(lane: str, raw: Mapping[str, Any]) -> str:
    """The lane itself, or the one it is delegated to."""
    delegated = raw["lanes"].get(lane, {}).get("delegated")
    if delegated and raw.get("options", {}).get(delegated["when"], {}).get("value"):
        return str(delegated["to"])
    return lane


def scripts_of(graph: Graph, shape: Shape) -> dict[str, tuple[str, Expression]]:
    """Every script task: the name it sets and its expression. ExpressionError when one does not compile."""
    found = {}
    for node in graph.nodes.values():
        if node.script and (match := SCRIPT.match(node.script.text)):
            found[node.id] = (match[1], expressions.compile(match[2], shape, forbid_division=True))
    return found


def conditions_of(graph: Graph, shape: Shape) -> dict[str, Expression]:
    """Every condition of a flow. ExpressionError when one does not compile."""
    return {
        flow.id: expressions.compile(flow.condition.text, shape, forbid_division=True, result="bool")
        for flow in graph.flows.values()
        if flow.condition
    }
