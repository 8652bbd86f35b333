"""What is wrong in steps that choose a visit, are one, or go through the checklist."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import Folder, missing_checklist


def visit_findings(file: File, folder: Folder) -> Iterator[Finding]:
    """Every finding about slots, visits and checklists; whose line is in process.yaml."""
    steps: Mapping[str, Mapping[str, Any]] = file.value["steps"]
    for id, step in steps.items():
        path: Path = ("steps", id)
        if "slots" in step:
            yield from _slots(file, (*path, "slots"), step, folder)
        if "checklist" in step:
            yield from _listed(file, path, step, folder)
        for place, outcome in enumerate(step.get("outcomes", ())):
            if "mends" in outcome and "checklist" not in step:
                text = Text("没有检查清单，就没有要改的。", "Without a checklist there is nothing to mend.")
                mend = Text("这一步写上 checklist: true，或者删去 mends。", "Add checklist: true, or remove mends.")
                yield file.finding((*path, "outcomes", place, "mends"), "mends", text, mend)
            if "calls_off" in outcome and "visits" not in step:
                text = Text("不是上门的步骤，没有来不了。", "Only a visit can be called off.")
                mend = Text("这一步写上 visits: true，或者删去 calls_off。", "Add visits: true, or remove calls_off.")
                yield file.finding((*path, "outcomes", place, "calls_off"), "calls_off", text, mend)
    yield from _pairs(file, steps)


def _slots(file: File, path: Path, step: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    slots, lanes = step["slots"], file.value["lanes"]
    coming = lanes.get(slots["lane"])
    if coming is None or "applicant" in coming["who"]:
        text = Text("要写由哪个泳道的岗位上门。", "Name the lane whose posts come.")
        names = [name for name, lane in lanes.items() if "applicant" not in lane["who"]]
        mend = Text(f"可以写：{'、'.join(names)}。", f"There are: {', '.join(names)}.")
        yield file.finding((*path, "lane"), "unknown_name", text, mend)
    asked = [question["id"] for page in folder.value("form.yaml").get("pages", ()) for question in _questions(page)]
    if slots["address"] not in asked:
        text = Text(f"form.yaml 里没有“{slots['address']}”这一题。", f"form.yaml asks no “{slots['address']}”.")
        mend = Text("写问地址的那一题的编号。", "Give the id of the question that asks where.")
        yield file.finding((*path, "address"), "unknown_name", text, mend)
    if slots["earliest"] > slots["latest"]:
        text = Text("最早比最晚还晚。", "The earliest day is after the latest.")
        yield file.finding((*path, "earliest"), "days_differ", text, Text("改小 earliest。", "Make earliest less."))
    for place, time in enumerate(slots["times"]):
        begin, _, end = time.partition("-")
        if begin >= end:
            text = Text("时段的开头不比结尾早。", "A time must begin before it ends.")
            yield file.finding((*path, "times", place), "time", text, Text("写成 09:00-11:30。", "Write 09:00-11:30."))
    for key in ("questions", "outcomes", "checklist"):
        if key in step:
            text = Text(f"选时段的步骤不能有 {key}。", f"A step that chooses a slot has no {key}.")
            yield file.finding((*path[:-1], key), "slots", text, Text("删去。", "Remove it."))


def _questions(page: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(page.get("questions", ()))


def _listed(file: File, path: Path, step: Mapping[str, Any], folder: Folder) -> Iterator[Finding]:
    yield from missing_checklist(file, path, folder)
    if all(_is_against(outcome) for outcome in step.get("outcomes", ())):
        text = Text("没有“都合格”的按钮。", "There is no button for when all have passed.")
        mend = Text("outcomes 里加一个不写 bad、不写 mends 的。", "Add an outcome with neither bad nor mends.")
        yield file.finding(path, "no_pass", text, mend)


def _is_against(outcome: Mapping[str, Any]) -> bool:
    return bool(outcome.get("bad") or outcome.get("calls_off") or "mends" in outcome)


def _pairs(file: File, steps: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """What is chosen must be done, and what is done must have been chosen."""
    choosing = [id for id, step in steps.items() if "slots" in step]
    visiting = [id for id, step in steps.items() if "visits" in step]
    if choosing and not visiting:
        text = Text("选了时段，却没有一步是上门。", "A slot is chosen, and no step is the visit.")
        mend = Text("上门的那一步写上 visits: true。", "Say visits: true on the step that is the visit.")
        yield file.finding(("steps", choosing[0], "slots"), "no_visit", text, mend)
    if visiting and not choosing:
        text = Text("有上门的步骤，却没有一步选时段。", "There is a visit, and no step chooses its slot.")
        mend = Text("加一步，写上 slots。", "Add a step with slots.")
        yield file.finding(("steps", visiting[0], "visits"), "no_slots", text, mend)
