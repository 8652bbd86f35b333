"""Words of form.yaml that nobody would ever see as they were meant: said where nothing is said, marked where no mark is
filled in."""

from collections.abc import Iterator
from typing import Any

from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.definitions import Path as ValuePath
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.ports import File
from zhengtong.offer.forms._first import MARK

_WHERE_ZH = f"{MARK} 写在 people 的 pages，或 relations 的 counted、not_counted；别处写明谁。"
_WHERE_EN = f"{MARK} may stand in `pages` of people, and in `counted` and `not_counted` of their `relations`."
_OF_ENTRY, _OF_PAGE = 4, 6
_NAMED = {"title", "intro", "label", "hint"}
_VERDICTS = {"counted", "not_counted"}


def check_words(file: File) -> Iterator[Finding]:
    """Findings of `when_said` and of the mark of the first person."""
    for path, value in _values(file.value, ()):
        if isinstance(value, dict) and "when_said" in value and "when" not in value:
            yield file.finding(
                (*path, "when_said"),
                "said_without_when",
                Text(
                    "写了什么时候填（when_said），可没有条件（when）：每次都问。",
                    "There is `when_said` but no `when`.",
                ),
                Text(
                    "补上 when；每次都问的，删去 when_said。",
                    "Add `when`; remove `when_said` where it is always asked.",
                ),
            )
        if isinstance(value, str) and MARK in value and not _is_filled(file.value, path):
            yield file.finding(
                path,
                "mark_out_of_place",
                Text(
                    f"这里的 {MARK} 不会换成人，会照样印出来。",
                    f"{MARK} is not filled in here; it would be shown as it is.",
                ),
                Text(_WHERE_ZH, _WHERE_EN),
            )


def _values(value: Any, path: ValuePath) -> Iterator[tuple[ValuePath, Any]]:
    """Every value of the file with its place."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _values(one, (*path, key))


def _is_filled(raw: Any, path: ValuePath) -> bool:
    """Whether the mark is filled in there: in the words of an entry of people, as `_first` does."""
    if len(path) <= _OF_PAGE or path[2] != "questions":
        return False
    question = raw["pages"][path[1]]["questions"][path[3]]
    field = path[-2] if path[-1] in ("zh", "en") else path[-1]
    if question.get("kind") != "people":
        return False
    return field in (_NAMED if path[_OF_ENTRY] == "pages" else _VERDICTS if path[_OF_ENTRY] == "relations" else ())
