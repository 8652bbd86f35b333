"""A page that goes through the checklist of the folder: one question an item, answered by who applies."""

from collections.abc import Mapping
from typing import Any

from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms.data import SELF_CHECK

_READY = {"id": "ready", "label": {"zh": "做到了", "en": "Done"}}
_NOT_FOR_ME = {"id": "not_for_me", "label": {"zh": "我这里用不上", "en": "Not for me"}}


def with_self_check(raw_form: Mapping[str, Any], files: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form with the questions of the checklist on every page that goes through it."""
    questions = [_question(item) for item in catalogue.checklist_items(files)]
    pages = [
        {**page, "questions": [*page.get("questions", ()), *questions]} if page.get("checklist") else page
        for page in raw_form["pages"]
    ]
    return {**raw_form, "pages": pages}


def _question(item: Mapping[str, Any]) -> dict[str, Any]:
    not_yet = {"id": "not_yet", "label": {"zh": "还没有", "en": "Not yet"}, "hint": item["mend"]}
    choices = [_READY, not_yet, *([_NOT_FOR_ME] if item.get("may_not_apply") else [])]
    return {
        "id": SELF_CHECK + item["id"],
        "kind": "choice",
        "label": item["label"],
        "hint": item["how"],
        "choices": choices,
    }
