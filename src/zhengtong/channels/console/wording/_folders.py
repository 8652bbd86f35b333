"""Sentences in the folder of a service: whatever is a text in it, but for what clerks alone are asked and told."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.channels.console.wording._layouts import said_in_layout
from zhengtong.channels.console.wording._reach import ANYONE, APPLICANT
from zhengtong.channels.console.wording.data import Met
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow import api as workflow

_OF_STEPS_FOR_CLERKS = ("questions", "hint", "papers")
_FOR_ANYONE = ("service.yaml", "guide.md")
_ENGLISH_GUIDE = "texts/en.yaml"


def met_in_folder(files: Mapping[str, Any]) -> Iterator[Met]:
    """Every sentence of a folder's files (as published) that people outside meet."""
    service = files["service.yaml"]["id"]
    theirs = workflow.steps_of_applicant(files)
    for name, value in sorted(files.items()):
        who = ANYONE if name in _FOR_ANYONE else APPLICANT
        if name == _ENGLISH_GUIDE:
            continue
        found = _texts(value, ()) if isinstance(value, dict) else _lines(name, value)
        for path, text in found:
            if not _for_clerks(name, path, theirs):
                yield Met(text, f"{service}: {name}: {'.'.join(path)}", who, brief=name == "form.yaml")


def _for_clerks(name: str, path: tuple[str, ...], theirs: frozenset[str]) -> bool:
    """Whether a text belongs to a step of an office and is shown to who does it alone."""
    if name != "process.yaml" or path[0] != "steps" or path[1] in theirs:
        return False
    return path[2] in _OF_STEPS_FOR_CLERKS


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Text]]:
    if isinstance(value, dict) and isinstance(value.get("zh"), str):
        yield path, Text.read(value)
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(below, (*path, str(key)))
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from _texts(below, (*path, str(below["id"] if _has_id(below) else place)))


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value


def _lines(name: str, source: str) -> Iterator[tuple[tuple[str, ...], Text]]:
    """Lines of a guide or a layout that say something in Chinese; a drawing's names stand in process.yaml."""
    if name.endswith(".typ"):
        yield from (((str(number),), Text(words, "")) for number, words in said_in_layout(source))
    elif not name.endswith(".bpmn"):
        for number, line in enumerate(source.splitlines(), 1):
            if any("\u4e00" <= letter <= "\u9fff" for letter in line):
                yield (str(number),), Text(line.strip(), "")
