"""Answers given back: as they stand in the boxes of the page, and as the check page says them."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel import money
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._pages import options_for
from zhengtong.offer.forms._party import member_key
from zhengtong.offer.forms.data import Facts, Question

YES, NO = Text("是", "Yes"), Text("否", "No")
SELF = Text("我自己：{name}", "Myself: {name}")
OTHER = Text("{name}，{number}", "{name}, {number}")


def typed_answer(question: Question, facts: Facts) -> dict[str, str]:
    """What stands in the boxes of a question: box name → text; empty when it is not answered."""
    answer = facts.get("answers", {}).get(question.id)
    if answer is None:
        return {}
    if question.kind == "party":
        return _party_boxes(question.id, answer)
    if question.kind == "yes_no":
        return {question.id: "yes" if answer else "no"}
    if question.kind == "money":
        return {question.id: f"{answer // 100}.{answer % 100:02}".removesuffix(".00")}
    return {question.id: str(answer)}


def _party_boxes(name: str, answer: Mapping[str, str]) -> dict[str, str]:
    if answer["kind"] == "member":
        return {name: member_key(answer)}
    if answer["kind"] == "other":
        return {name: "other", f"{name}.name": answer["name"], f"{name}.id_number": answer["id_number"]}
    return {name: "self"}


def said(question: Question, facts: Facts) -> Text | None:
    """The answer in words, identifiers masked; None when the question is not answered."""
    answer = facts.get("answers", {}).get(question.id)
    return None if answer is None else _said(question, answer, facts)


def _said(question: Question, answer: Any, facts: Facts) -> Text:
    if question.kind == "party":
        return _party_said(answer)
    if question.kind == "yes_no":
        return YES if answer else NO
    if question.kind == "choice":
        return next((o.label for o in options_for(question, facts) if o.key == answer), Text(str(answer), ""))
    if question.kind == "money":
        return Text(money.yuan(answer, "zh-Hans"), money.yuan(answer, "en"))
    mask = {"resident_id": masks.mask_resident_id, "bank_account": masks.mask_account}.get(question.kind, str)
    return Text(mask(str(answer)), "")


def _party_said(answer: Mapping[str, str]) -> Text:
    if answer["kind"] == "self":
        return SELF.format(name=answer["name"])
    if answer["kind"] == "member":
        whole = f"{answer['name']}（{answer['relation']}）" if answer["relation"] else answer["name"]
        return Text(whole, "")
    return OTHER.format(name=answer["name"], number=masks.mask_resident_id(answer["id_number"]))
