"""The pages every entry begins with: a person's relation first, then who it is; whose a thing of a list is."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel.text import Text
from zhengtong.offer.forms.data import Kind, Option, Page, Question

RELATION, WHO, WHOSE = "relation", "who", "whose"
PAGES = (RELATION, WHO, WHOSE)
"""Ids of pages an entry has by itself; a page of the folder cannot take them."""

_RELATION = Text("是{first}的什么人？", "What is this person to {first}?")
_WHO = Text("叫什么，身份证号是多少？", "What is their name and ID number?")
_NAME, _NUMBER = Text("姓名", "Name"), Text("身份证号", "Resident ID")
_NAME_HINT = Text("和身份证、户口本上一样。", "As on the ID card or in the household booklet.")
_NUMBER_HINT = Text("小孩也有，在户口本上。", "Children have one too; it is in the household booklet.")
_WHOSE = Text("是谁的？", "Whose is it?")
_NAME_LONGEST = 50


def standing_pages(raw: Mapping[str, Any]) -> tuple[Page, ...]:
    """The pages before those of the folder, for a question of the kind `people` or `list`."""
    if raw["kind"] == "people":
        return _page(RELATION, _RELATION, _relation(raw)), _page(WHO, _WHO, _NAME_QUESTION, ID_NUMBER)
    return (_page(WHOSE, _WHOSE, _question("person", "choice", _WHOSE)),) if "of" in raw else ()


def _relation(raw: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(one["id"], Text.read(one["label"]), Text.read(one["hint"]) if "hint" in one else None)
        for one in raw["relations"]
    )
    return _question("relation", "choice", _RELATION, choices=options)


def _page(id: str, title: Text, *questions: Question) -> Page:
    return Page(id, title, None, questions, (), None)


def _question(id: str, kind: Kind, label: Text, hint: Text | None = None, choices: tuple[Option, ...] = ()) -> Question:
    return Question(id, kind, label, hint, choices, None, True, None, False, _NAME_LONGEST, "", (), "off")


_NAME_QUESTION = _question("name", "text", _NAME, _NAME_HINT)
ID_NUMBER = _question("id_number", "resident_id", _NUMBER, _NUMBER_HINT)
