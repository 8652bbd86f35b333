"""What is wrong between process.yaml, the drawing and the rest of the folder."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path, unknown_name
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import Folder
from zhengtong.offer.workflow._checks_objections import objection_findings
from zhengtong.offer.workflow._checks_turns import turn_findings
from zhengtong.offer.workflow._checks_visits import visit_findings
from zhengtong.offer.workflow._definition import lane_key, length_of
from zhengtong.offer.workflow._graph import Graph, Node
from zhengtong.offer.workflow._shape import result_types

_PAPERS = ("papers", "papers_first")
_OWN_PAPERS = ("receipt", "decision")
"""Papers every case is given without a step that names them."""


def word_findings(file: File, folder: Folder, graph: Graph) -> Iterator[Finding]:
    """Every finding whose line is in process.yaml."""
    yield from _names(file, folder, graph)
    yield from _lanes(file)
    for id, raw in file.value["steps"].items():
        if id in graph.nodes and graph.nodes[id].waits:
            yield from _step(file, ("steps", id), raw, graph.nodes[id])
    yield from visit_findings(file, folder)
    yield from objection_findings(file, folder, graph)
    yield from _cited(file, folder)
    yield from _papers(file, folder)
    yield from _needs(file, folder)
    yield from _extension(file)
    yield from _completes(file)
    yield from turn_findings(file, folder, graph)
    yield from _late(file)
    yield from _twice(file)


def missing_words(raw: Mapping[str, Any], graph: Graph) -> Iterator[tuple[Node, Text, Text]]:
    """Steps, ends and lanes of the drawing that process.yaml says nothing about."""
    for node in graph.nodes.values():
        called = node.name or node.id
        if node.waits and node.id not in raw["steps"]:
            text = Text(f"process.yaml 里没有步骤“{called}”（{node.id}）。", f"process.yaml has no step {node.id}.")
            yield node, text, Text(f"在 steps 里加上 {node.id}。", f"Add {node.id} to steps.")
        if is_end(graph, node) and node.id not in raw["ends"]:
            text = Text(f"process.yaml 里没有结束“{called}”（{node.id}）。", f"process.yaml has no end {node.id}.")
            yield node, text, Text(f"在 ends 里加上 {node.id}。", f"Add {node.id} to ends.")
        if node.waits and node.lane in graph.lanes and not lane_key(graph, node, raw):
            lane = graph.lanes[node.lane]
            text = Text(f"process.yaml 里没有泳道“{lane.name or lane.id}”。", f"process.yaml has no lane {lane.id}.")
            yield node, text, Text(f"在 lanes 里加上 {lane.id}。", f"Add {lane.id} to lanes.")


def is_end(graph: Graph, node: Node) -> bool:
    """Whether a node ends the whole process."""
    whole = not node.scope or graph.nodes[node.scope].kind == "event_subprocess"
    return node.kind in ("end", "terminate") and whole


def _names(file: File, folder: Folder, graph: Graph) -> Iterator[Finding]:
    raw = file.value
    steps = [node.id for node in graph.nodes.values() if node.waits]
    ends = [node.id for node in graph.nodes.values() if is_end(graph, node)]
    lanes = [name for lane in graph.lanes.values() for name in (lane.id, lane.name)]
    stages = [entry["id"] for entry in raw["timeline"]]
    for key, what, known in (
        ("steps", Text("步骤", "step"), steps),
        ("ends", Text("结束", "end"), ends),
        ("lanes", Text("泳道", "lane"), lanes),
    ):
        for id in raw[key]:
            if id not in known:
                yield unknown_name(file, (key, id), Text(f"图上的{what.zh}", f"{what.en} in the drawing"), id, known)
    for id, step in raw["steps"].items():
        for key in ("stage", "until"):
            if key in step and step[key] not in stages:
                yield unknown_name(file, ("steps", id, key), Text("时间线的词", "stage"), step[key], stages)


def _lanes(file: File) -> Iterator[Finding]:
    raw = file.value
    for id, lane in raw["lanes"].items():
        who, path = lane["who"], ("lanes", id)
        if ("permission" in who) == ("applicant" in who):
            text = Text("岗位要写 permission，申请人不写。", "Posts need a permission, the applicant has none.")
            mend = Text("补上或删去 permission。", "Add or remove permission.")
            yield file.finding((*path, "who"), "permission", text, mend)
        delegated = lane.get("delegated")
        if delegated and delegated["to"] not in raw["lanes"]:
            yield unknown_name(
                file, (*path, "delegated", "to"), Text("泳道", "lane"), delegated["to"], list(raw["lanes"])
            )
        if delegated and delegated["when"] not in raw.get("options", {}):
            known = list(raw.get("options", {}))
            yield unknown_name(file, (*path, "delegated", "when"), Text("开关", "option"), delegated["when"], known)


def _step(file: File, path: Path, raw: Mapping[str, Any], node: Node) -> Iterator[Finding]:
    event = node.kind != "task"
    if event != (raw["kind"] == "wait") and node.tag != "receiveTask":
        text = Text("定时和消息事件的 kind 是 wait，任务的不是。", "Events have kind wait, tasks have not.")
        yield file.finding((*path, "kind"), "kind", text, Text("改 kind，或改图。", "Change kind, or the drawing."))
    if node.kind == "task" and "stage" not in raw:
        text = Text("没写属于时间线的哪个词。", "It is not said which word of the timeline this belongs to.")
        yield file.finding(path, "no_stage", text, Text("写上 stage。", "Give stage."))
    if "until" in raw and node.kind != "trigger":
        text = Text("只有随时能做的步骤才有 until。", "Only what may be done at any time has until.")
        yield file.finding((*path, "until"), "until", text, Text("删去。", "Remove it."))
    if node.trigger == "time":
        yield from _timer(file, path, raw, node)
    for i, question in enumerate(raw.get("questions", ())):
        if (question["kind"] == "choice") != ("choices" in question):
            text = Text("选择题要有 choices，别的题不能有。", "A choice has choices, no other question has.")
            yield file.finding((*path, "questions", i), "choices", text, Text("补上或删去。", "Add or remove them."))
    for id in sorted({question["id"] for question in raw.get("questions", ())} & set(raw.get("result", {}))):
        text = Text(f"“{id}”在 questions 和 result 里都有。", f"“{id}” is in questions and in result.")
        yield file.finding((*path, "result", id), "id_twice", text, Text("留下一个。", "Keep one of them."))
    if "outcome" in result_types(raw):
        text = Text("“outcome”是保留的名字。", "“outcome” is a reserved name.")
        yield file.finding(path, "reserved_name", text, Text("换一个编号。", "Take another id."))


def _timer(file: File, path: Path, raw: Mapping[str, Any], node: Node) -> Iterator[Finding]:
    if "limit" not in raw:
        text = Text("定时没写多少天、依据哪一条。", "How many days this waits, and by which article, is missing.")
        mend = Text("写 limit：working_days 或 calendar_days，和 cite。", "Give limit with days and cite.")
        yield file.finding(path, "no_limit", text, mend)
    elif node.days is not None and node.days != length_of(raw["limit"])[0]:
        days = length_of(raw["limit"])[0]
        text = Text(f"图上是 {node.days} 天，这里是 {days} 天。", f"The drawing says {node.days} days, not {days}.")
        yield file.finding((*path, "limit"), "days_differ", text, Text("改成一样的。", "Make them agree."))
    for key in ("outcomes", "questions", "result", "start_limit", "photos", "people"):
        if key in raw:
            text = Text(f"到日子自己过去的步骤不能有 {key}。", f"A step that ends by itself cannot have {key}.")
            yield file.finding((*path, key), "timer", text, Text("删去。", "Remove it."))


def _cited(file: File, folder: Folder) -> Iterator[Finding]:
    basis = folder.value("service.yaml").get("basis", {})
    for path in [path for path in file.places if path and path[-1] == "cite"]:
        value: Any = file.value
        for part in path:
            value = value[part]
        if value not in basis:
            yield file.finding(
                path,
                "unknown_citation",
                Text(f"依据“{value}”在 service.yaml 的 basis 里没有。", f"The basis “{value}” is not in service.yaml."),
                Text(f"现有的是：{'、'.join(basis)}。", f"There are: {', '.join(basis)}."),
            )


def _papers(file: File, folder: Folder) -> Iterator[Finding]:
    """Every paper is in service.yaml with its title: by it people know it on their page."""
    known = folder.value("service.yaml").get("documents", {})
    titled = [use for use, raw in known.items() if not isinstance(raw, str)]
    for path in [path for path in file.places if path and path[-2:-1] and path[-2] in _PAPERS]:
        value: Any = file.value
        for part in path:
            value = value[part]
        if value in _OWN_PAPERS:
            text = Text(f"“{value}”平台自己出，步骤不用写。", f"“{value}” is made by itself, by no step.")
            yield file.finding(path, "own_paper", text, Text("删去，或写另一份文书。", "Remove it, or name another."))
        elif value not in known:
            yield unknown_name(file, path, Text("文书", "paper"), value, titled)
        elif value not in titled:
            text = Text(f"文书“{value}”没有题目。", f"The paper “{value}” has no title.")
            mend = Text("在 service.yaml 的 documents 里写 layout 和 title。", "Give layout and title in documents.")
            yield file.finding(path, "paper_without_title", text, mend)


def _extension(file: File) -> Iterator[Finding]:
    extension = file.value.get("extension")
    if extension and extension["lane"] not in file.value["lanes"]:
        lanes = list(file.value["lanes"])
        yield unknown_name(file, ("extension", "lane"), Text("泳道", "lane"), extension["lane"], lanes)


def _late(file: File) -> Iterator[Finding]:
    """Only what accepts, of a step with a last day, can come late and count from an earlier one."""
    for id, raw in file.value["steps"].items():
        for place, outcome in enumerate(raw.get("outcomes", ())):
            if "late_from_received" not in outcome or (outcome.get("accepts") and "limit" in raw):
                continue
            text = Text("不是受理，或者这一步没有期限，说不上晚。", "It does not accept, or its step has no last day.")
            mend = Text("写上 accepts: true 和 limit，或者删去。", "Give accepts: true and limit, or remove it.")
            yield file.finding(("steps", id, "outcomes", place, "late_from_received"), "late", text, mend)


def _completes(file: File) -> Iterator[Finding]:
    """What completes a step answers a list: that step has a button that makes one."""
    steps = file.value["steps"]
    listing = [id for id, raw in steps.items() if any(each.get("lists") for each in raw.get("outcomes", ()))]
    for id, raw in steps.items():
        if "completes" in raw and raw["completes"] not in listing:
            what = Text("列出要补什么（lists）的步骤", "step that lists what is missing")
            yield unknown_name(file, ("steps", id, "completes"), what, raw["completes"], listing)
        for i, each in enumerate(raw.get("outcomes", ())):
            if each.get("lists") and not each.get("needs_reason"):
                text = Text("要列出项目的结果要写理由。", "An outcome that lists items needs a reason.")
                yield file.finding(
                    ("steps", id, "outcomes", i), "lists", text, Text("写上 needs_reason: true。", "Add needs_reason.")
                )


def _needs(file: File, folder: Folder) -> Iterator[Finding]:
    """Evidence a step asks for: the rules know it, and one step alone asks for it."""
    known = [need["id"] for need in folder.value("rules.yaml").get("needs", ())]
    asked_by: dict[str, str] = {}
    for id, step in file.value["steps"].items():
        if "needs" in step and step["kind"] != "evidence":
            text = Text("只有等部门答复的步骤能写 needs。", "Only a step that waits for departments has needs.")
            mend = Text("kind 改成 evidence，或者删去 needs。", "Make it kind evidence, or remove needs.")
            yield file.finding(("steps", id, "needs"), "needs", text, mend)
        for i, need in enumerate(step.get("needs", ())):
            path: Path = ("steps", id, "needs", i)
            if need not in known:
                yield unknown_name(file, path, Text("核对需要", "need"), need, known)
            elif need in asked_by:
                first = asked_by[need]
                text = Text(f"“{need}”在步骤 {first} 已经问过。", f"Step {first} asks for “{need}” already.")
                yield file.finding(path, "need_twice", text, Text("留下一处。", "Keep one of them."))
            asked_by.setdefault(need, id)


def _twice(file: File) -> Iterator[Finding]:
    lists: list[tuple[Path, list[Mapping[str, Any]]]] = [(("timeline",), file.value["timeline"])]
    for id, step in file.value["steps"].items():
        lists += [(("steps", id, key), step.get(key, [])) for key in ("questions", "outcomes")]
    for path, entries in lists:
        counts = Counter(entry["id"] for entry in entries)
        for i, entry in enumerate(entries):
            if counts[entry["id"]] > 1:
                text = Text(f"编号“{entry['id']}”用了不止一次。", f"The id “{entry['id']}” is used more than once.")
                mend = Text("换一个没用过的编号。", "Take an id that is not in use.")
                yield file.finding((*path, i, "id"), "id_twice", text, mend)
