"""Answers given back: as they stand in the boxes of the page, and as the check page says them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhengtong.kernel import money
from zhengtong.kernel.codes import masks
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._entries import entry_as_sent, entry_of, sum_of
from zhengtong.offer.forms._pages import options_for, pages_for, questions_for
from zhengtong.offer.forms._party import member_key
from zhengtong.offer.forms._read_entries import options_of
from zhengtong.offer.forms._standing import ID_NUMBER
from zhengtong.offer.forms.data import Entry, EntryValue, Facts, Form, Option, Page, Question, Repeat, Told

Stands = Callable[[Question, Mapping[str, Any], Facts], Entry]
YES, NO = Text("是", "Yes"), Text("不是", "No")
SELF = Text("我自己：{name}", "Myself: {name}")
NONE = Text("没有", "None")
COUNTED = Text("一起算吗", "Counted in")
OTHER = Text("{name}，{number}", "{name}, {number}")


def typed_answer(question: Question, facts: Facts) -> dict[str, str]:
    """What stands in the boxes of a question: box name → text; empty when it is not answered."""
    return boxes_of(question, facts.get("answers", {}).get(question.id))


def boxes_of(question: Question, answer: Any) -> dict[str, str]:
    """As `typed_answer`, for an answer itself: of a question of an entry, for one."""
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
    """The answer in words, identifiers masked; None when the question is not answered or is answered by entries."""
    answer = facts.get("answers", {}).get(question.id)
    return None if answer is None or question.repeat else _said(question, answer, options_for(question, facts))


def told(form: Form, facts: Facts) -> tuple[Told, ...]:
    """Every answer that is asked for, in words and in order; the answers of an entry stand together."""
    asked = [(page, question) for page in pages_for(form, facts) for question in questions_for(page, facts)]
    return tuple(one for page, question in asked for one in _told(page, question, facts, entry_of))


def told_as_sent(form: Form, facts: Facts) -> tuple[Told, ...]:
    """As `told`, of what was sent: conditions were looked at then, and what they looked at may not be known now."""
    asked = [(page, question) for page in form.pages for question in page.questions]
    return tuple(one for page, question in asked for one in _told(page, question, facts, entry_as_sent))


def _told(page: Page, question: Question, facts: Facts, stands: Stands) -> Iterator[Told]:
    answer = facts.get("answers", {}).get(question.id)
    if question.repeat and answer is not None:
        entries = [stands(question, kept, facts) for kept in answer]
        yield from _entries_told(page, question, question.repeat, entries, facts)
        return
    words = said(question, facts)
    if words:
        yield Told(page.id, question, question.label, words, answer)


def _entries_told(
    page: Page, question: Question, repeat: Repeat, entries: Sequence[Entry], facts: Facts
) -> Iterator[Told]:
    if not entries:
        yield Told(page.id, question, question.label, NONE, ())
    for entry in entries:
        for one in _entry_told(question, entry, facts):
            yield replace(one, page=page.id, entry=entry.key, group=entry.title)
    total = sum_of(question, entries)
    if repeat.total and total is not None:
        yield Told(page.id, question, repeat.total.label, yuan_words(total), total)


def _entry_told(question: Question, entry: Entry, facts: Facts) -> Iterator[Told]:
    if entry.values.get("known") and question.kind == "people":
        number = entry.values["id_number"]
        yield Told("", ID_NUMBER, ID_NUMBER.label, _said(ID_NUMBER, number, ()), number)
    for part in entry.pages:
        for one in part.questions:
            answer = entry.values.get(one.id)
            if answer is not None:
                words = _said(one, answer, options_of(question, one, facts))
                yield Told("", one, one.label, words, answer, part=part.id)
    if entry.verdict:
        yield Told("", question, COUNTED, entry.verdict, entry.values["counts"])
    yield from worked_out(question, entry)


def worked_out(question: Question, entry: Entry) -> Iterator[Told]:
    """The values of an entry that people are shown, in words."""
    values = question.repeat.values if question.repeat else {}
    for name, value in values.items():
        if value.label and name in entry.values:
            yield Told("", question, value.label, _value_said(value, entry.values[name]), entry.values[name])


def _value_said(value: EntryValue, worked: Any) -> Text:
    if value.kind == "money":
        return yuan_words(worked)
    if value.kind == "bool":
        return YES if worked else NO
    return Text(str(worked), "")


def yuan_words(fen: int) -> Text:
    """An amount in both languages."""
    return Text(money.yuan(fen, "zh-Hans"), money.yuan(fen, "en"))


def _said(question: Question, answer: Any, options: Sequence[Option]) -> Text:
    if question.kind == "party":
        return _party_said(answer)
    if question.kind == "yes_no":
        return YES if answer else NO
    if question.kind == "choice":
        return next((o.label for o in options if o.key == answer), Text(str(answer), ""))
    if question.kind == "money":
        return yuan_words(answer)
    mask = {"resident_id": masks.mask_resident_id, "bank_account": masks.mask_account}.get(question.kind, str)
    return Text(mask(str(answer)), "")


def _party_said(answer: Mapping[str, str]) -> Text:
    if answer["kind"] == "self":
        return SELF.format(name=answer["name"])
    if answer["kind"] == "member":
        whole = f"{answer['name']}（{answer['relation']}）" if answer["relation"] else answer["name"]
        return Text(whole, "")
    return OTHER.format(name=answer["name"], number=masks.mask_resident_id(answer["id_number"]))
