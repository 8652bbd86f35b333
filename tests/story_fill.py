"""What a story fills in, as the boxes of the form: people and things written as lists become numbered boxes."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, Question

Written = str | Sequence[Mapping[str, str]]


def boxes(form: Form, page: str, filled: Mapping[str, Written], facts: Facts) -> dict[str, str]:
    """Box → what is typed. `member:王桂兰` stands for the option with that name, `self` for who is always the first.

    An entry's `member` is somebody the register knows, its `person` somebody of the people; both are written by name.
    """
    typed: dict[str, str] = {}
    questions = {question.id: question for question in form.page(page).questions}
    for name, written in filled.items():
        if isinstance(written, str):
            typed[name] = _option(questions[name], written, facts) if written.startswith("member:") else written
        else:
            typed |= _entries(questions[name], written, facts)
    return typed


def _option(question: Question, written: str, facts: Facts) -> str:
    name = written.removeprefix("member:")
    return next(o.key for o in forms.options_for(question, facts) if o.label.zh.startswith(name))


def _entries(question: Question, written: Sequence[Mapping[str, str]], facts: Facts) -> dict[str, str]:
    typed: dict[str, str] = {}
    for number, entry in enumerate(written, start=1):
        key = forms.FIRST if entry.get("relation") == forms.FIRST else str(number)
        for box, text in entry.items():
            typed[f"{question.id}.{key}.{box}"] = _written(question, box, text, facts)
    return typed


def _written(question: Question, box: str, text: str, facts: Facts) -> str:
    assert question.repeat is not None
    if box == "member":
        return next(o.key for o in forms.members_to_add(question, facts) if o.label.zh == text)
    if box == "person" and question.repeat.of:
        return next(str(one["key"]) for one in facts["answers"][question.repeat.of] if one["name"] == text)
    return text


def evidence_of(asked: Sequence[Any], people: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """What departments know of whom the rules ask about, as the rules see it."""
    evidence: dict[str, Any] = {one.need.id: {} for one in asked if one.need.each}
    for one in asked:
        known = people.get(one.need.resource, {}).get(forms.party_of(facts, one.party).id_number)
        if one.need.each:
            evidence[one.need.id][one.party.partition(".")[2]] = known
        else:
            evidence[one.need.id] = known
    return evidence
