"""SpiffWorkflow by itself: the drawing read once, a state loaded, a step run, the state saved."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.util.task import TaskState


class Bare:
    """One drawing, kept parsed. A state is saved without it, which is less than the library saves by itself."""

    def __init__(self, drawing: bytes, name: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(drawing))
        self.specs = parser.get_spec(name), parser.get_subprocess_specs(name)
        config = {**DEFAULT_CONFIG, BpmnWorkflow: lambda cls, registry: _Lean(cls, registry, self.specs)}
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))

    def begin(self) -> str:
        """The state of a new case."""
        workflow = BpmnWorkflow(*self.specs)
        workflow.do_engine_steps()
        return self._saved(workflow)

    def step(self, state: str, step: str, event: bool) -> str:
        """Load, run, save."""
        workflow = self.serializer.from_dict(json.loads(state))
        if event:
            workflow.send_event(BpmnEvent(SignalEventDefinition(step)))
        else:
            tasks = workflow.get_tasks(state=TaskState.READY)
            next(task for task in tasks if task.task_spec.bpmn_id == step).run()
        workflow.do_engine_steps()
        return self._saved(workflow)

    def done(self, state: str) -> bool:
        """Whether the case of a state has ended."""
        return bool(self.serializer.from_dict(json.loads(state)).completed)

    def _saved(self, workflow: Any) -> str:
        return json.dumps(self.serializer.to_dict(workflow))


class _Lean(BpmnWorkflowConverter):
    def __init__(self, cls: Any, registry: Any, specs: Sequence[Any]) -> None:
        super().__init__(cls, registry)
        self.specs = specs

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        whole: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        whole["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        return whole

    def from_dict(self, whole: dict[str, Any]) -> Any:
        workflow = self.target_class(*self.specs, deserializing=True)
        workflow.tasks = self.mapping_from_dict(whole["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks.get(UUID(whole["root"]))
        self.set_default_attributes(workflow, whole)
        self.subprocesses_from_dict(whole["subprocesses"], workflow)
        return workflow
