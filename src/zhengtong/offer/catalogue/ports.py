"""How a context says which of the folder's files it understands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from zhengtong.kernel.definitions import File, Finding, Mark, Path, load_schema
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue._folder import Folder

__all__ = [
    "File",
    "Folder",
    "Mark",
    "Reader",
    "load_schema",
    "missing_checklist",
    "offered",
    "reader_of",
    "readers",
    "register_reader",
]

Check = Callable[[File, Folder], Iterable[Finding]]
Offers = Callable[[Any], Mapping[str, Any]]


def _nothing_more(_file: File, _folder: Folder) -> Iterable[Finding]:
    return ()


def _nothing(_value: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Reader:
    """One who understands some files.

    `patterns` are matched against the path inside the folder; `schema` is the JSON Schema of a YAML file (None for
    text); `check` finds what a schema cannot, and is called only when no schema finding exists in the folder;
    `offers` tells which names, with their types, the file's expressions make known to other files.
    """

    name: str
    patterns: tuple[str, ...]
    schema: Mapping[str, Any] | None = None
    check: Check = _nothing_more
    offers: Offers = _nothing


_readers: dict[str, Reader] = {}


def register_reader(reader: Reader) -> None:
    """Called at start-up by the context that understands the files; a name twice is a programming error."""
    if reader.name in _readers:
        raise ValueError(f"reader {reader.name} is registered twice")
    _readers[reader.name] = reader


def readers() -> tuple[Reader, ...]:
    """Every reader, in order of registration."""
    return tuple(_readers.values())


def reader_of(name: str) -> Reader | None:
    """Who understands the file of this path, if anybody does."""
    return next((r for r in readers() if any(fnmatchcase(name, pattern) for pattern in r.patterns)), None)


def offered(files: Mapping[str, Any]) -> dict[str, Any]:
    """Every name the files of a service make known, with its type, for a context that may not know their reader."""
    names: dict[str, Any] = {}
    for file_name, value in sorted(files.items()):
        reader = reader_of(file_name)
        if reader is not None:
            names.update(reader.offers(value))
    return names


def missing_checklist(file: File, path: Path, folder: Folder) -> Iterable[Finding]:
    """A finding where a page or a step at `path` goes through a checklist that the folder lacks."""
    if "checklist.yaml" not in folder.files:
        text = Text("没有 checklist.yaml。", "There is no checklist.yaml.")
        mend = Text("加上 checklist.yaml，或者删去 checklist。", "Add checklist.yaml, or remove checklist.")
        yield file.finding((*path, "checklist"), "no_checklist", text, mend)
