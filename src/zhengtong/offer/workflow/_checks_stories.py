"""What stories tell of a process: the steps people do, the buttons they press, the questions they answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Path, unknown_name
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import Folder

_STORIES = "stories/"


def story_findings(steps: Mapping[str, Mapping[str, Any]], folder: Folder) -> Iterator[Finding]:
    """Every finding whose line is in a story, by the steps of process.yaml."""
    for name, file in sorted(folder.files.items()):
        if name.startswith(_STORIES):
            for i, deed in enumerate(file.value["do"]):
                if isinstance(deed, Mapping) and "step" in deed:
                    yield from _deed(file, ("do", i), deed, steps)


def _deed(file: File, path: Path, deed: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    step = steps.get(deed["step"])
    if step is None:
        yield unknown_name(file, (*path, "step"), Text("步骤", "step"), deed["step"], list(steps))
        return
    buttons = [one["id"] for one in step.get("outcomes", ())]
    if "outcome" in deed and deed["outcome"] not in buttons:
        yield unknown_name(file, (*path, "outcome"), Text("按钮", "button"), deed["outcome"], buttons)
    asked = [one["id"] for one in step.get("questions", ())]
    for question in deed.get("fill", {}):
        if question not in asked:
            yield unknown_name(file, (*path, "fill", question), Text("问题", "question"), question, asked)
