"""What is wrong in steps to which the public may object."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path, unknown_name
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import Folder
from zhengtong.offer.workflow._graph import Graph

SUBJECT = "subject"
"""The name of whom the case is about: it is in no value of the rules."""


def objection_findings(file: File, folder: Folder, graph: Graph) -> Iterator[Finding]:
    """Every finding about `objections`; whose line is in process.yaml."""
    for id, step in file.value["steps"].items():
        if "objections" in step and id in graph.nodes:
            yield from _objections(file, ("steps", id, "objections"), step["objections"], folder, graph, id)


def _objections(
    file: File, path: Path, raw: Mapping[str, Any], folder: Folder, graph: Graph, id: str
) -> Iterator[Finding]:
    if graph.nodes[id].trigger != "time":
        text = Text("只有等日子的步骤能公示提意见。", "Only a step that waits for a day takes objections.")
        yield file.finding(path, "objections", text, Text("写在公示那几天的定时上。", "Say it at the timer."))
    messages = [node.id for node in graph.nodes.values() if node.trigger == "message" and node.waits]
    if raw["leads_to"] not in messages:
        yield unknown_name(file, (*path, "leads_to"), Text("消息", "message"), raw["leads_to"], messages)
    sheets = _papers(file.value["steps"])
    if raw["sheet"] not in sheets:
        what = Text("哪一步出的文书", "paper that a step makes")
        yield unknown_name(file, (*path, "sheet"), what, raw["sheet"], sheets)
    values = _values(folder)
    buttons = [step for step, one in file.value["steps"].items() if one.get("outcomes")]
    known = [*values, *(f"steps.{step}.outcome" for step in buttons)]
    for i, line in enumerate(raw["shows"]):
        if line["value"] not in known:
            yield unknown_name(file, (*path, "shows", i, "value"), Text("值", "value"), line["value"], known)
        if "unless_bad" in line and line["unless_bad"] not in buttons:
            what = Text("有按钮的步骤", "step with buttons")
            yield unknown_name(file, (*path, "shows", i, "unless_bad"), what, line["unless_bad"], buttons)


def _papers(steps: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [use for step in steps.values() for key in ("papers", "papers_first") for use in step.get(key, ())]


def _values(folder: Folder) -> list[str]:
    """What a line may show: whom it is about, and what the rules work out."""
    result = folder.value("rules.yaml").get("result", {})
    amount = [result["amount"]["id"]] if "amount" in result else []
    return [SUBJECT, *result.get("values", {}), *amount]
