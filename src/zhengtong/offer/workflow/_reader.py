"""The two files of a process, as the catalogue's checker asks about them."""

import copy
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.expressions import Shape
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File, Folder, Reader, load_schema, reader_of, register_reader
from zhengtong.offer.workflow import _bpmn, _checks_drawing
from zhengtong.offer.workflow._checks_stories import story_findings
from zhengtong.offer.workflow._checks_words import missing_words, word_findings
from zhengtong.offer.workflow._definition import BPMN, YAML
from zhengtong.offer.workflow._explore import Explored, explore
from zhengtong.offer.workflow._graph import Graph
from zhengtong.offer.workflow._problems import Problem, Unsupported
from zhengtong.offer.workflow._shape import shape_of, with_values

_OF_FORMS_ALONE = ("party", "people", "list")
_OF_STEPS = ("id", "kind", "label", "hint", "choices", "unit", "required", "longest", "autocomplete", "sensitive")
_SCHEMA = Path(__file__).parent / "schemas" / "process.json"


def register() -> None:
    """Called once, at start-up, after the reader of forms: a step asks its questions as a form does."""
    register_reader(Reader("process.bpmn", (BPMN,), None, check_drawing))
    register_reader(Reader("process.yaml", (YAML,), _schema(), check_words))


def _schema() -> dict[str, Any]:
    """Our schema with the form's own description of a question in it.

    A step is about one case: it asks for no people and no lists, and all it asks it asks at once.
    """
    form, schema = reader_of("form.yaml"), dict(load_schema(_SCHEMA))
    assert form is not None and form.schema is not None, "forms register before workflow"
    question = copy.deepcopy(form.schema["$defs"]["question"])
    kinds = question["properties"]["kind"]
    kinds["enum"] = [kind for kind in kinds["enum"] if kind not in _OF_FORMS_ALONE]
    question["properties"] = {name: question["properties"][name] for name in _OF_STEPS}
    questions = {"type": "array", "items": question, "description": "问题"}
    return {**schema, "$defs": {**schema["$defs"], "questions": questions}}


def check_drawing(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of process.bpmn: what is not supported, then what is wrong, then what walking it shows."""
    try:
        graph = _bpmn.read(file.value)
    except Unsupported as unsupported:
        yield from _findings(file, unsupported.problems)
        return
    found = [*_checks_drawing.problems(graph), *_against_words(graph, folder)]
    yield from _findings(file, found or _checks_drawing.explored_problems(graph, _walked(graph)))


def _walked(graph: Graph) -> Explored:
    """Every way through the drawing; when all is sound, another engine walks it too."""
    from zhengtong.offer.workflow._second_opinion import differing  # a library of many files, for checking alone

    explored = explore(graph)
    if explored.sound:
        explored.differing = differing(graph, explored)
    return explored


def _against_words(graph: Graph, folder: Folder) -> Iterator[Problem]:
    raw = folder.value(YAML)
    if not raw:
        return
    missing = [Problem(node.place, "missing_step", text, mend) for node, text, mend in missing_words(raw, graph)]
    yield from missing
    if not missing:
        base, kinds = shape_of(folder.content()), dict[str, str]()
        scripts = list(_checks_drawing.script_problems(graph, Shape(with_values(base, {})), kinds))
        yield from scripts or _checks_drawing.condition_problems(graph, Shape(with_values(base, kinds)))


def _findings(file: File, problems: Iterable[Problem]) -> Iterator[Finding]:
    name = file.mark().file
    for problem in problems:
        yield Finding(name, problem.place.line, problem.place.column, problem.code, problem.text, problem.mend)


def check_words(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding of process.yaml beyond its schema, and of what stories tell of its steps."""
    if folder.value("service.yaml").get("process") != "bpmn" or BPMN not in folder.files:
        text = Text("有 process.yaml，却没按它办。", "There is a process.yaml that nothing follows.")
        mend = Text(
            "service.yaml 写 process: bpmn，放上 process.bpmn；不然删去。",
            "Say process: bpmn in service.yaml and add process.bpmn, or remove it.",
        )
        yield file.finding((), "idle_process", text, mend)
        return
    try:
        graph = _bpmn.read(folder.files[BPMN].value)
    except Unsupported:
        return
    yield from word_findings(file, folder, graph)
    yield from story_findings(file.value["steps"], folder)
