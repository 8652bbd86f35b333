"""A step that goes through the checklist of the folder: what whoever visits is asked about every item."""

from collections.abc import Mapping
from typing import Any

from zhengtong.offer.catalogue import api as catalogue

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not_applicable"
MEND = "_mend"
"""After the id of an item: the id of the question what exactly is to be mended."""

_LONGEST = 300
_PASS = {"id": PASS, "label": {"zh": "合格", "en": "Passed"}}
_FAIL = {"id": FAIL, "label": {"zh": "要改", "en": "To be mended"}}
_NOT_APPLICABLE = {"id": NOT_APPLICABLE, "label": {"zh": "用不上", "en": "Not applicable"}}
_WHAT = {"zh": "要改什么，改成什么样", "en": "What exactly is to be mended"}
_WHAT_HINT = {"zh": "申请人照着这句改", "en": "The applicant mends what stands here"}


def with_inspection(raw_process: Mapping[str, Any], files: Mapping[str, Any]) -> Mapping[str, Any]:
    """The process with the questions of the checklist on every step that goes through it."""
    asked = [question for item in catalogue.checklist_items(files) for question in _questions(item)]
    steps = {
        id: {**step, "questions": [*asked, *step.get("questions", ())]} if step.get("checklist") else step
        for id, step in raw_process["steps"].items()
    }
    return {**raw_process, "steps": steps}


def _questions(item: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    choices = [_PASS, _FAIL, *([_NOT_APPLICABLE] if item.get("may_not_apply") else [])]
    verdict = {"id": item["id"], "kind": "choice", "label": item["label"], "hint": item["how"], "choices": choices}
    what = {
        "id": item["id"] + MEND,
        "kind": "text",
        "label": _WHAT,
        "hint": _WHAT_HINT,
        "required": False,
        "longest": _LONGEST,
    }
    return verdict, what
