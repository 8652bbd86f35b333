"""The checker of a process: every fault is named with file, line and mend in both languages."""

import shutil
from pathlib import Path

import pytest

from offer.walking import FOLDERS, STALLS
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Finding
from zhengtong.offer.workflow import _bpmn, _checks_drawing, _explore

BPMN, YAML = "process.bpmn", "process.yaml"
CARE = Path(__file__).parents[1] / "journeys/services/home-care"
MOVED = """    kind: wait
    stage: publicity
    objections:
      {sheet: publicity, leads_to: objection, anonymous: true, cite: care-5,
       shows: [{label: {zh: 字, en: W}, value: subject}]}
    questions:"""


@pytest.fixture
def stall(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STALLS, tmp_path / "market-stall"))


def change(path: Path, old: str, new: str) -> int:
    """Replace a text that stands there once; its line."""
    text = path.read_text()
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def errors(folder: Path) -> list[Finding]:
    found = [finding for finding in catalogue.check(folder) if finding.severity == "error"]
    for finding in found:
        assert all((finding.text.zh, finding.text.en, finding.mend.zh, finding.mend.en))
    return found


def test_both_processes_are_clean() -> None:
    for name in ("market-stall", "minimum-living-allowance"):
        assert errors(FOLDERS[name]) == []


UNSUPPORTED = [
    ('<bpmn:parallelGateway id="both">', "<bpmn:inclusiveGateway id=\"both\">", "inclusiveGateway"),
    ('<bpmn:serviceTask id="records"', '<bpmn:callActivity id="records"', "callActivity"),
    ('<bpmn:timerEventDefinition id="Timer_too_late">', '<bpmn:signalEventDefinition id="Timer_too_late">', "signal"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what"), UNSUPPORTED)
def test_what_is_not_supported_is_named_with_its_line(stall: Path, old: str, new: str, what: str) -> None:
    line = change(stall / BPMN, old, new)
    tag, other = old.split(":")[1].split(" ")[0], new.split(":")[1].split(" ")[0]
    text = (stall / BPMN).read_text().splitlines(keepends=True)
    end = next(i for i in range(line - 1, len(text)) if f"</bpmn:{tag}>" in text[i])
    text[end] = text[end].replace(f"</bpmn:{tag}>", f"</bpmn:{other}>")
    (stall / BPMN).write_text("".join(text))
    found = errors(stall)
    assert ("unsupported", line) in [(finding.code, finding.line) for finding in found]
    assert any(what in finding.text.zh and what in finding.text.en for finding in found)


INNER = [
    ('<bpmn:userTask id="accept" name="看申请">', "<bpmn:standardLoopCharacteristics/>"),
    (
        '<bpmn:userTask id="accept" name="看申请">',
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>3</bpmn:loopCardinality>'
        "</bpmn:multiInstanceLoopCharacteristics>",
    ),
    ('<bpmn:endEvent id="licensed" name="批了">', "<bpmn:errorEventDefinition/>"),
    ('<bpmn:startEvent id="arrived" name="收到申请">', "<bpmn:timerEventDefinition/>"),
    ('<bpmn:process id="market_stall" name="摊位许可" isExecutable="true">', '<bpmn:choreographyTask id="x"/>'),
]


@pytest.mark.parametrize(("old", "inner"), INNER)
def test_what_changes_a_node_is_refused(stall: Path, old: str, inner: str) -> None:
    line = change(stall / BPMN, old, old + inner)
    found = errors(stall)
    assert {(finding.code, finding.line) for finding in found} == {("unsupported", line)}


DRAWING = [
    (' default="f9"', "", "no_default"),
    (' default="f9"', ' default="f8"', "no_condition"),
    ('<bpmn:script>fee = ', "<bpmn:script>", "script"),
    ("fee = parameters.days *", "fee == parameters.days *", "script"),
    ("P30D", "PT5M", "duration"),
    ("P30D", "P31D", "days_differ"),
    ('attachedToRef="visiting"', 'attachedToRef="nowhere"', "flow_end"),
    ('sourceRef="issue" targetRef="licensed"', 'sourceRef="issue" targetRef="nowhere"', "flow_end"),
    ('sourceRef="issue" targetRef="licensed"', 'sourceRef="issue" targetRef="inspect"', "flow_end"),
    ('sourceRef="issue" targetRef="licensed"', 'sourceRef="records" targetRef="licensed"', "split"),
    ('sourceRef="decided" targetRef="issue"', 'sourceRef="decided" targetRef="checked"', "hangs"),
    ('sourceRef="never_mended" targetRef="refused_late"', 'sourceRef="never_mended" targetRef="refused"', "ends_early"),
    ('sourceRef="issue" targetRef="licensed"', 'sourceRef="issue" targetRef="issue"', "no_exit"),
    ('sourceRef="decided" targetRef="issue"', 'sourceRef="decided" targetRef="refused"', "unreachable"),
    ("<bpmn:flowNodeRef>decide</bpmn:flowNodeRef>", "", "no_lane"),
    ('<bpmn:startEvent id="arrived"', '<bpmn:startEvent id="arrived.first"', "node_id"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), DRAWING)
def test_a_fault_of_the_drawing_is_found(stall: Path, old: str, new: str, code: str) -> None:
    change(stall / BPMN, old, new)
    if code == "node_id":
        text = (stall / BPMN).read_text()
        (stall / BPMN).write_text(text.replace('sourceRef="arrived"', 'sourceRef="arrived.first"'))
    assert code in [finding.code for finding in errors(stall)]


def test_a_circle_of_gateways_is_endless(stall: Path) -> None:
    change(stall / BPMN, 'sourceRef="decided" targetRef="issue"', 'sourceRef="decided" targetRef="checked"')
    change(stall / BPMN, 'sourceRef="checked" targetRef="work_out_fee"', 'sourceRef="checked" targetRef="decided"')
    found = errors(stall)
    assert {finding.code for finding in found} >= {"endless"}


def test_a_way_opened_twice_is_unsafe(stall: Path) -> None:
    """Two parallel ways meet in a task without a join: the second finds it open."""
    change(stall / BPMN, 'sourceRef="records" targetRef="checked"', 'sourceRef="records" targetRef="work_out_fee"')
    change(stall / BPMN, 'sourceRef="visiting" targetRef="checked"', 'sourceRef="visiting" targetRef="work_out_fee"')
    change(stall / BPMN, '<bpmn:sequenceFlow id="f15" sourceRef="checked" targetRef="work_out_fee" />', "")
    found = errors(stall)
    assert "dead_end" in {finding.code for finding in found}
    text = (stall / BPMN).read_text()
    start, end = (
        text.index('    <bpmn:parallelGateway id="checked">'),
        text.index('    <bpmn:scriptTask id="work_out_fee"'),
    )
    (stall / BPMN).write_text(text[:start] + text[end:])
    assert ("unsafe", "decide") in {(finding.code, "decide") for finding in errors(stall)}


ONE_AFTER_ANOTHER = "".join(
    f'<bpmn:exclusiveGateway id="x{i}" default="d{i}"/>'
    f'<bpmn:sequenceFlow id="d{i}" sourceRef="x{i}" targetRef="x{i + 1}"/>'
    f'<bpmn:sequenceFlow id="c{i}" sourceRef="x{i}" targetRef="x{i + 1}"><bpmn:conditionExpression>true'
    "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    for i in range(20)
)
SIDE_BY_SIDE = '<bpmn:parallelGateway id="x0"/>' + "".join(
    f'<bpmn:sequenceFlow id="d{i}" sourceRef="x0" targetRef="t{i}"/><bpmn:receiveTask id="t{i}"/>'
    f'<bpmn:sequenceFlow id="e{i}" sourceRef="t{i}" targetRef="x20"/>'
    for i in range(14)
)


@pytest.mark.parametrize(("inside", "last"), [(ONE_AFTER_ANOTHER, "exclusive"), (SIDE_BY_SIDE, "parallel")])
def test_a_drawing_too_wide_to_walk_is_said_in_time(inside: str, last: str) -> None:
    """2²⁰ ways behind one step, or 2¹⁴ states side by side: the walk is given up, not gone."""
    graph = _bpmn.read(
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p">'
        '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="x0"/>'
        f'{inside}<bpmn:{last}Gateway id="x20"/><bpmn:sequenceFlow id="z" sourceRef="x20" targetRef="e"/>'
        '<bpmn:endEvent id="e"/></bpmn:process></bpmn:definitions>'
    )
    explored = _explore.explore(graph)
    assert explored.too_many
    assert explored.ways <= _explore.MAX_WAYS + 1
    assert [problem.code for problem in _checks_drawing.explored_problems(graph, explored)] == ["too_wide"]


def test_a_condition_that_does_not_compile_is_named_with_line_and_column(stall: Path) -> None:
    line = change(stall / BPMN, 'steps.accept.outcome == "reject" ||', 'steps.accept.outcom == "reject" ||')
    (finding,) = errors(stall)
    text = (stall / BPMN).read_text().splitlines()[line - 1]
    assert (finding.code, finding.line) == ("expression_unknown_path", line)
    assert finding.column == text.index("outcom ==") + 1
    assert "outcome" in finding.text.zh


def test_columns_count_behind_escapes_and_over_lines(stall: Path) -> None:
    """`&amp;&amp;` is two characters of the expression and ten of the file; a third line counts from its start."""
    first, second = 'steps.decide.outcome == "refuse" &amp;&amp;', "  values.fee &gt; 0 &amp;&amp; values.few"
    old = 'steps.decide.outcome == "refuse" &amp;&amp; values.fee &gt; 0'
    line = change(stall / BPMN, old, f"\n  {first}\n{second}")
    (finding,) = errors(stall)
    assert (finding.line, finding.column) == (line + 2, second.index("few") + 1)


def test_a_script_that_does_not_compile_is_named_with_its_column(stall: Path) -> None:
    line = change(stall / BPMN, "fee = parameters.days * parameters.fee_a_day", "fee = parameters.days / 2")
    (finding,) = errors(stall)
    text = (stall / BPMN).read_text().splitlines()[line - 1]
    assert (finding.code, finding.line, finding.column) == ("expression_division", line, text.index("/ 2") + 1)


ISSUE = "  issue:\n    name: {zh: 发摊位证, en: Issue the licence}\n    kind: system\n    stage: decision\n"
SIXTY = "    limit: {calendar_days: 60, cite: stalls-4}\n"
CHECKS, TWICE = "- {id: checks, word: {zh: 检查, en: Checks}}", "- {id: received, word: {zh: 检查, en: Checks}}"
LIMIT = "    result: {clean: bool}\n    limit: {working_days: 5, cite: stalls-3}\n"
WORDS = [
    (ISSUE, "", BPMN, "missing_step"),
    ("  issue:\n    name: {zh: 发", "  hand_over:\n    name: {zh: 发", YAML, "unknown_name"),
    ("  licensed: {name", "  sold: {name", YAML, "unknown_name"),
    ("  inspectors:\n", "  inspector:\n", YAML, "unknown_name"),
    ("delegated: {to: 市场办", "delegated: {to: 城管", YAML, "unknown_name"),
    ("when: self_check", "when: self_chek", YAML, "unknown_name"),
    ("people: 2\n", "people: 2\n    until: decision\n", YAML, "until"),
    ("{working_days: 10, cite: stalls-4}", "{working_days: 10, cite: stalls-9}", YAML, "unknown_citation"),
    ("most: {working_days: 20}", "most: {}", YAML, "missing_field"),
    ("papers: [accepted]", "papers: [acepted]", YAML, "unknown_name"),
    ("papers: [accepted]", "papers: [receipt]", YAML, "own_paper"),
    ("papers_first: [passed]", "papers_first: [pased]", YAML, "unknown_name"),
    ("papers: [accepted]", "completes: accept", YAML, "unknown_name"),
    ("format: 1\n", "format: 1\nextension: {working_days: 9, cite: stalls-4, lane: no_lane}\n", YAML, "unknown_name"),
    ("format: 1\n", "format: 1\nextension: {working_days: 9, cite: stalls-4}\n", YAML, "missing_field"),
    ("{id: refuse, label: {zh: 不批", "{id: refuse, papers: [no], label: {zh: 不批", YAML, "unknown_name"),
    ("{id: refuse, label: {zh: 不批", "{id: refuse, weighs: [accept], label: {zh: 不批", YAML, "weighs"),
    ("{id: approve, label: {zh: 批", "{id: approve, weighs: [no_step], label: {zh: 批", YAML, "unknown_name"),
    ("收下, en: Accept}, accepts: true}", "收下, en: Accept}, late_from_received: {cite: stalls-3}}", YAML, "late"),
    ("{id: approve, label: {zh: 批", "{id: approve, weighs: [accept, accept], label: {zh: 批", YAML, "weighs"),
    ("收下, en: Accept}, accepts: true}", "收下, en: Accept}, accepts: true, weighs: [decide]}", YAML, "weighs"),
    ("  issue:\n    name: {zh: 发", "  rules:\n    name: {zh: 发", YAML, "reserved_name"),
    ("kind: evidence\n", "kind: evidence\n    limit_goes_on: true\n", YAML, "late"),
    ("    result: {clean: bool}\n", f"{LIMIT}    limit_goes_on: true\n", YAML, "late"),
    ("en: Accept}, accepts: true}", "en: A}, accepts: true, late_from_received: {cite: no}}", YAML, "unknown_citation"),
    ("kind: evidence", "kind: wait", YAML, "kind"),
    ("kind: evidence\n    stage: checks\n", "kind: evidence\n", YAML, "no_stage"),
    ("kind: evidence\n    stage: checks\n", "kind: evidence\n    stage: cheks\n", YAML, "unknown_name"),
    (SIXTY, "", YAML, "no_limit"),
    (SIXTY, f"{SIXTY}    photos: 1\n", YAML, "timer"),
    ("{id: visit_on, kind: date", "{id: visit_on, kind: party", YAML, "schema_enum"),
    ("{id: visit_on, kind: date", "{id: visit_on, kind: choice", YAML, "choices"),
    ("{id: visit_on, kind: date,", "{id: visit_on, kind: date, when: 'true',", YAML, "unknown_field"),
    ("result: {passed: bool, mend: text}", "result: {visit_on: bool, mend: text}", BPMN, "expression_unknown_path"),
    ("result: {passed: bool, mend: text}", "result: {passed: bool, outcome: text}", YAML, "reserved_name"),
    ("{id: refuse, label: {zh: 不批", "{id: approve, label: {zh: 不批", YAML, "id_twice"),
    ("people: 2\n", "questions: [{id: mend, kind: text, label: {zh: 改, en: m}}]\n", YAML, "id_twice"),
    ("who: {applicant: true}", "who: {applicant: true, permission: x}", YAML, "permission"),
    ("who: {permission: stalls.inspect, level: 4}", "who: {permission: stalls.inspect}", YAML, "schema_oneOf"),
    (CHECKS, TWICE, YAML, "id_twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "file", "code"), WORDS)
def test_a_fault_of_the_words_is_found_where_it_stands(stall: Path, old: str, new: str, file: str, code: str) -> None:
    change(stall / YAML, old, new)
    found = [(Path(finding.file).name, finding.code) for finding in errors(stall)]
    assert (file, code) in found


PASSED = "{layout: documents/receipt.typ, title: {zh: 验收单, en: Passed}}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: {zh: 受理单, en: Accepted}, ", "", "missing_field"),
        ("documents/receipt.typ, title: {zh: 受理单", "documents/gone.typ, title: {zh: 受理单", "missing_file"),
        ("摊受〔{year}〕{serial}号", "摊受{serial}号", "number_marks"),
        ("摊受〔{year}〕{serial}号", "{place}受〔{year}〕{serial}号", "number_marks"),
        ("cites: [stalls-4]}", "cites: [stalls-9]}", "unknown_citation"),
        (PASSED, "documents/receipt.typ", "paper_without_title"),
        (PASSED, "receipt.typ", "schema_pattern"),
    ],
)  # fmt: skip
def test_a_fault_of_a_paper_is_found(stall: Path, old: str, new: str, code: str) -> None:
    change(stall / "service.yaml", old, new)
    assert code in [finding.code for finding in errors(stall)]


def test_a_process_needs_both_files(stall: Path) -> None:
    (stall / YAML).unlink()
    assert [(Path(f.file).name, f.code) for f in errors(stall)] == [("service.yaml", "missing_file")]
    (stall / BPMN).unlink()
    assert [f.code for f in errors(stall)] == ["missing_file", "missing_file"]


def test_a_process_that_nothing_follows_is_said(stall: Path) -> None:
    change(stall / "service.yaml", "process: bpmn", "process: instant")
    assert [(Path(f.file).name, f.code) for f in errors(stall)] == [("process.yaml", "idle_process")]


def test_standard_is_gone(stall: Path) -> None:
    change(stall / "service.yaml", "process: bpmn", "process: standard")
    assert [f.code for f in errors(stall)] == ["schema_enum"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no xml", "xml"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "xml"),
        ("<x/>", "no_bpmn"),
        ("<a>" * 100 + "</a>" * 100, "xml"),
        ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "one_process"),
    ],
)
def test_what_is_no_bpmn_is_said(stall: Path, text: str, code: str) -> None:
    (stall / BPMN).write_text(text)
    assert [finding.code for finding in errors(stall)] == [code]


OBJECTIONS = [
    ("leads_to: objection", "leads_to: shown", "unknown_name"),  # a day, not a message
    ("sheet: publicity", "sheet: receipt", "unknown_name"),  # no step makes it
    ("value: subject", "value: income", "unknown_name"),  # nothing works it out
    ("value: subject", "value: steps.visit.outcome", "unknown_name"),  # a step without buttons
    ("value: subject", "value: subject, unless_bad: visit", "unknown_name"),
    ("anonymous: true\n      cite: care-5", "anonymous: true\n      cite: care-9", "unknown_citation"),
    ("    kind: wait\n    stage: publicity\n    questions:", MOVED, "objections"),
]


@pytest.mark.parametrize(("old", "new", "code"), OBJECTIONS)
def test_a_fault_of_a_public_notice_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    care_at_home = Path(shutil.copytree(CARE, tmp_path / "home-care"))
    assert errors(care_at_home) == []
    change(care_at_home / YAML, old, new)
    assert code in {finding.code for finding in errors(care_at_home)}
