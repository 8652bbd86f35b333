"""No text of a drawing ever runs as anything but CEL: not when it is checked, not in the second engine."""

import ast
import builtins
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState

from offer.walking import STALLS, process_of
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow import _explore, _second_opinion

HOSTILE = [
    "__import__('os').system('touch MARK')",
    "open('MARK', 'w').write('x')",
    "[c for c in ().__class__.__base__.__subclasses__()]",
    "(lambda: open('MARK','w'))()",
    "eval('1')",
    'exec(\'open("MARK","w")\')',
    "steps.__class__.__mro__",
    "{'a': 1}.items()",
    'f\'{open("MARK","w")}\'',
]


@pytest.fixture
def no_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place where hostile text would leave its mark; Python that runs or parses it is caught too."""
    ran: list[str] = []

    def watched(original: Callable[..., Any]) -> Callable[..., Any]:
        def run(source: Any, *rest: Any, **named: Any) -> Any:
            if any(text in str(source) for text in (*HOSTILE, "import os", "a.b = 1")):
                ran.append(str(source))
            return original(source, *rest, **named)

        return run

    monkeypatch.chdir(tmp_path)
    for module, name in ((builtins, "eval"), (builtins, "exec"), (builtins, "compile"), (ast, "parse")):
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    yield tmp_path
    assert not (tmp_path / "MARK").exists()
    assert ran == []


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_condition_is_a_finding(text: str, no_python: Path) -> None:
    folder = Path(shutil.copytree(STALLS, no_python / "stall"))
    drawing = (folder / "process.bpmn").read_text()
    (folder / "process.bpmn").write_text(drawing.replace("!steps.inspect.passed", escaped(text)))
    found = [finding.code for finding in catalogue.check(folder) if finding.severity == "error"]
    assert len(found) == 1
    assert found[0].startswith("expression_")


@pytest.mark.parametrize("text", [*HOSTILE, "import os", "fee = 1; import os", "fee = __import__('os')", "a.b = 1"])
def test_a_hostile_script_is_a_finding(text: str, no_python: Path) -> None:
    folder = Path(shutil.copytree(STALLS, no_python / "stall"))
    drawing = (folder / "process.bpmn").read_text()
    whole = "fee = parameters.days * parameters.fee_a_day"
    assert whole in drawing
    (folder / "process.bpmn").write_text(drawing.replace(whole, escaped(text)))
    found = [finding.code for finding in catalogue.check(folder) if finding.severity == "error"]
    assert len(found) == 1
    assert found[0] == "script" or found[0].startswith("expression_")


BPMN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">
<startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
<task id="t">{inside}</task>
<sequenceFlow id="b" sourceRef="t" targetRef="x"/><scriptTask id="x"><script>{text}</script></scriptTask>
<sequenceFlow id="c" sourceRef="x" targetRef="g"/><exclusiveGateway id="g" default="e"/>
<sequenceFlow id="d" sourceRef="g" targetRef="f"><conditionExpression>{text}</conditionExpression></sequenceFlow>
<sequenceFlow id="e" sourceRef="g" targetRef="f"/><endEvent id="f"/></process></definitions>"""
INSIDE = {
    "nothing": "",
    "loop": "<standardLoopCharacteristics loopMaximum='3'><loopCondition>{text}</loopCondition>"
    "</standardLoopCharacteristics>",
    "many": "<multiInstanceLoopCharacteristics><loopCardinality>{text}</loopCardinality>"
    "<completionCondition>{text}</completionCondition></multiInstanceLoopCharacteristics>",
}


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("text", HOSTILE)
def test_the_second_engine_runs_nothing_even_of_a_raw_drawing(text: str, inside: str, no_python: Path) -> None:
    """It is only ever given a drawing of ours; here it gets the hostile one itself, loops and many instances too."""
    safe = escaped(text)
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(BPMN.format(text=safe, inside=INSIDE[inside].format(text=safe))))
    environment = _second_opinion._Environment()
    workflow = BpmnWorkflow(parser.get_spec("p"), {}, script_engine=_second_opinion._Engine(environment))
    workflow.script_engine.validate(text)
    for _ in range(5):
        workflow.do_engine_steps()
        for task in workflow.get_tasks(state=TaskState.READY):
            task.run()
    assert workflow.completed or inside == "many"  # a text is no number of instances


def test_the_drawing_given_to_the_second_engine_holds_no_text_of_the_folder(no_python: Path) -> None:
    graph = process_of("market-stall").graph
    plain = _second_opinion._plain_bpmn(graph).decode()
    for flow in graph.flows.values():
        if flow.condition:
            assert escaped(flow.condition.text) not in plain
    assert "parameters" not in plain
    assert "timer" not in plain.lower()
    assert _second_opinion.differing(graph, _explore.explore(graph)) == frozenset()


def test_one_module_knows_the_second_engine(repository: Path) -> None:
    words = ("import SpiffWorkflow", "from SpiffWorkflow")
    files = (repository / "src").rglob("*.py")
    using = [path.name for path in files if any(word in path.read_text() for word in words)]
    assert using == ["_second_opinion.py"]
