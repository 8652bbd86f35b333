"""What is wrong with steps that look back: buttons that weigh what others found, limits that go on in a second turn."""

from collections.abc import Iterator
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path, unknown_name
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import Folder
from zhengtong.offer.workflow._graph import Graph
from zhengtong.offer.workflow.data import WEIGHS_RULES

_AWAY = Text("删去这一项。", "Remove it.")


def turn_findings(file: File, folder: Folder, graph: Graph) -> Iterator[Finding]:
    """Every finding about what a step takes from steps, or from a turn of its own, before it."""
    steps = file.value["steps"]
    known = [id for id, raw in steps.items() if raw.get("outcomes")]
    if "rules.yaml" in folder.files:
        known.append(WEIGHS_RULES)
    if WEIGHS_RULES in steps:
        text = Text("步骤不能叫 rules：weighs 里它指规则。", "No step may be called rules: weighs means the rules.")
        yield file.finding(("steps", WEIGHS_RULES), "reserved_name", text, Text("换一个编号。", "Rename it."))
    for id, raw in steps.items():
        for place, each in enumerate(raw.get("outcomes", ())):
            yield from _weighs(file, ("steps", id, "outcomes", place), each, known, _before(graph, id))
        yield from _goes_on(file, id, raw, graph)


def _before(graph: Graph, id: str) -> frozenset[str]:
    """What may be done before a step: every step, for what may happen at any time."""
    at_any_time = id in graph.nodes and graph.happens_at_any_time(id)
    return frozenset(one for one in graph.nodes if at_any_time or id in graph.after(one))


def _weighs(
    file: File, path: Path, outcome: dict[str, Any], known: list[str], before: frozenset[str]
) -> Iterator[Finding]:
    """A button weighs steps before it that have buttons, each once, and goes for the applicant: one against them needs
    a reason anyway."""
    weighed = outcome.get("weighs", ())
    for place, name in enumerate(weighed):
        here = (*path, "weighs", place)
        if name not in known:
            yield unknown_name(file, here, Text("有按钮的步骤", "step with buttons"), name, sorted(known))
        elif outcome.get("bad"):
            text = Text("对申请人不利的按钮本来就要写理由。", "One against the applicant needs a reason anyway.")
            yield file.finding(here, "weighs", text, Text("删去 weighs。", "Remove weighs."))
        elif name in weighed[:place]:
            text = Text(f"“{name}”写了两次。", f"“{name}” is named twice.")
            yield file.finding(here, "weighs", text, _AWAY)
        elif name != WEIGHS_RULES and name not in before:
            text = Text(f"到这一步时，“{name}”还没有办。", f"“{name}” is not done yet when this step comes.")
            yield file.finding(here, "weighs", text, _AWAY)


def _goes_on(file: File, id: str, raw: dict[str, Any], graph: Graph) -> Iterator[Finding]:
    """Only a limit goes on, and only where the way comes back to the step."""
    if not raw.get("limit_goes_on"):
        return
    path = ("steps", id, "limit_goes_on")
    if "limit" not in raw:
        text = Text("这一步没有期限，说不上接着算。", "The step has no limit that could go on.")
        yield file.finding(path, "late", text, Text("写上 limit，或者删去。", "Give limit, or remove it."))
    elif id in graph.nodes and id not in graph.after(id):
        text = Text("图上没有回到这一步的路，说不上接着算。", "No way leads back to this step, so nothing goes on.")
        yield file.finding(path, "late", text, _AWAY)
