"""Entries of people and lists: what is asked of each, what is worked out, who counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zhengtong.kernel.codes import CodeError, resident_id
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.expressions import Expression, ExpressionError, age
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._first import first_of, pages_named, verdict_named
from zhengtong.offer.forms._shape import values_of
from zhengtong.offer.forms._standing import PAGES, RELATION, WHO
from zhengtong.offer.forms.data import Entry, Facts, Form, Option, Page, Question, Repeat

FIRST = "self"
"""Key and relation of the person who is always the first."""
ADULT_FROM = 18
"""民法典 art. 17: 十八周岁以上的自然人为成年人."""

_GIVEN = ("key", "known", "told_relation")
_UNNAMED = Text("还没写是谁", "Not named yet")


def repeats(form: Form) -> Iterator[tuple[Page, Question]]:
    """Every question that is answered by entries, with its page."""
    for page in form.pages:
        for question in page.questions:
            if question.repeat:
                yield page, question


def derived(form: Form, facts: Facts) -> Facts:
    """The facts with every entry as it stands: only what is still asked, and what is worked out of it.

    Who counts depends on answers and on the day, so it is worked out each time and never kept from another day.
    """
    for _, question in repeats(form):
        if question.id in facts.get("answers", {}):
            worked = [dict(entry.values) for entry in entries_of(question, facts)]
            facts = {**facts, "answers": {**facts["answers"], question.id: worked}}
    return facts


def entries_of(question: Question, facts: Facts) -> tuple[Entry, ...]:
    """The entries of a question, the first person before all others."""
    assert question.repeat is not None
    return tuple(entry_of(question, kept, facts) for kept in kept_entries(question, facts))


def entry_of(question: Question, kept: Mapping[str, Any], facts: Facts) -> Entry:
    """One entry as it stands, from what is kept of it."""
    assert question.repeat is not None
    return _Walk(question.repeat, facts).entry(kept)


def entry_as_sent(question: Question, kept: Mapping[str, Any], facts: Facts) -> Entry:
    """One entry of an application that was sent: nothing is worked out again."""
    assert question.repeat is not None
    return _Walk(question.repeat, facts).sent(kept)


def kept_entries(question: Question, facts: Facts) -> list[Mapping[str, Any]]:
    """What is kept of each entry; the first person is there before anything was answered about them."""
    assert question.repeat is not None
    kept = list(facts.get("answers", {}).get(question.id, ()))
    first = _first(question.repeat, facts)
    if first is None:
        return kept
    own: Mapping[str, Any] = next((entry for entry in kept if entry["key"] == FIRST), {})
    return [{**own, **first}, *(entry for entry in kept if entry["key"] != FIRST)]


def _first(repeat: Repeat, facts: Facts) -> dict[str, Any] | None:
    """The person who is always there, known by the account or by the question that says for whom."""
    party = first_of(repeat, facts)
    if party is None:
        return None
    return {"key": FIRST, "relation": FIRST, "name": party.name, "id_number": party.id_number, "known": True}


def repeated_on(form: Form, page: str) -> Question | None:
    """The question whose entries fill a page; None for a page of another kind."""
    return next((question for one, question in repeats(form) if one.id == page), None)


def kept_entry(question: Question, key: str, form: Form, facts: Facts) -> Mapping[str, Any]:
    """What is kept of an entry; nothing yet for the next free key. NotFound for any other key."""
    kept = {entry["key"]: entry for entry in kept_entries(question, facts)}
    if key not in kept and key != next_key(question, form, facts):
        raise NotFound()
    return kept.get(key, {"key": key})


def belongings(question: Question, key: str, form: Form, facts: Facts) -> dict[str, list[str]]:
    """By question, the keys of the entries that belong to a person."""
    found: dict[str, list[str]] = {}
    for _, other in repeats(form):
        if other.repeat and other.repeat.of == question.id:
            entries = facts.get("answers", {}).get(other.id, ())
            found[other.id] = [entry["key"] for entry in entries if entry.get("person") == key]
    return {id: keys for id, keys in found.items() if keys}


def next_key(question: Question, form: Form, facts: Facts) -> str:
    """A key no entry has and no other entry points to, so that nothing falls to somebody else."""
    answers = facts.get("answers", {})
    taken = [entry["key"] for entry in answers.get(question.id, ())]
    for _, other in repeats(form):
        if other.repeat and other.repeat.of == question.id:
            taken += [entry.get("person", "") for entry in answers.get(other.id, ())]
    return str(1 + max((int(key) for key in taken if key.isdecimal()), default=0))


def entry_options(question: Question, repeat: Repeat, facts: Facts) -> tuple[Option, ...]:
    """The choices of a question of an entry: persons by name where it asks whose, its own otherwise."""
    if question.id == "person" and repeat.of:
        people = facts.get("answers", {}).get(repeat.of, ())
        return tuple(Option(one["key"], Text(one["name"], one["name"])) for one in people if "name" in one)
    return question.choices


class _Walk:
    """One entry gone through page by page, as a person meets them."""

    def __init__(self, repeat: Repeat, facts: Facts) -> None:
        self.repeat, self.facts = repeat, facts
        self.values: dict[str, Any] = {}
        self.pages: list[Page] = []
        self.missing: list[str] = []

    def entry(self, kept: Mapping[str, Any]) -> Entry:
        self.values = {name: kept[name] for name in _GIVEN if name in kept}
        self.values.setdefault("known", False)
        if self.values["known"]:
            self.values |= {name: kept[name] for name in ("name", "id_number")}
        if self.values["key"] == FIRST:
            self.values["relation"] = FIRST
        self._work_out()
        for page in pages_named(self.repeat, self.facts):
            if self._meets(page):
                self._page(page, kept)
        return self._result()

    def sent(self, kept: Mapping[str, Any]) -> Entry:
        """The entry whose answers and values are all in what was kept."""
        self.values = dict(kept)
        for page in pages_named(self.repeat, self.facts):
            answered = tuple(question for question in page.questions if question.id in kept)
            if answered and (page.id not in PAGES or self._meets(page)):
                self.pages.append(replace(page, questions=answered))
        return self._result()

    def _result(self) -> Entry:
        return Entry(
            self.values["key"],
            self._title(),
            self.values,
            tuple(self.pages),
            tuple(dict.fromkeys(self.missing)),
            self.values["key"] == FIRST,
            self._verdict(),
        )

    def _meets(self, page: Page) -> bool:
        if page.id == RELATION:
            return bool(self.values["key"] != FIRST)
        if page.id == WHO:
            return not self.values["known"]
        return self.holds(page.when)

    def _page(self, page: Page, kept: Mapping[str, Any]) -> None:
        asked = []
        for question in page.questions:
            if not self.holds(question.when):
                continue
            asked.append(question)
            if question.id in kept and self._stands(question, kept[question.id]):
                self.values[question.id] = kept[question.id]
            elif question.required:
                self.missing.append(page.id)
        if asked:
            self.pages.append(replace(page, questions=tuple(asked)))
        self._work_out()

    def _stands(self, question: Question, answer: Any) -> bool:
        """Whether a choice is still among the choices: a person may have been taken out meanwhile."""
        options = entry_options(question, self.repeat, self.facts)
        return question.kind != "choice" or any(option.key == answer for option in options)

    def holds(self, when: Expression | None) -> bool:
        """Whether a condition of the entry holds; one that cannot be worked out yet does not."""
        return when is None or self._worked(when) is True

    def _worked(self, expression: Expression) -> Any:
        # Facts are large, conditions small: only what the expression looks at is made ready for it.
        values = {**values_of(self.facts), self.repeat.scope: self.values}
        try:
            return expression.evaluate({name: values[name] for name in expression.roots & values.keys()})
        except ExpressionError:
            return None

    def _work_out(self) -> None:
        if "id_number" in self.values:
            self.values |= _by_number(self.values["id_number"], self.facts["today"])
        relation = self._relation()
        if self.values["key"] == FIRST:
            self._set("counts", True)
        elif relation:
            self._set("counts", self._worked(relation.counts))
        for name in self.repeat.values:
            self.values.pop(name, None)
        for _ in self.repeat.values:  # one may rest on another, and a definition has no order
            for name, value in self.repeat.values.items():
                self._set(name, _plain(self._worked(value.value)))

    def _set(self, name: str, value: Any) -> None:
        if value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = value

    def _relation(self) -> Any:
        return next((one for one in self.repeat.relations if one.id == self.values.get("relation")), None)

    def _verdict(self) -> Text | None:
        """Whether the person counts, in the folder's words."""
        relation = self._relation()
        if relation is None or "counts" not in self.values or self.missing:
            return None
        text: Text | None = relation.counted if self.values["counts"] else relation.not_counted
        return verdict_named(text, self.repeat, self.facts) if text else None

    def _title(self) -> Text:
        """The person's name, or whose thing of which kind it is."""
        if self.repeat.scope == "person":
            name = self.values.get("name")
            return Text(name, name) if name else _UNNAMED
        words = [option.label for option in self._chosen()]
        if not words:
            return self.repeat.one
        return Text("：".join(w.zh for w in words), ": ".join(w.in_("en") for w in words))

    def _chosen(self) -> Iterator[Option]:
        """Whose, and the first choice: what names a thing of a list."""
        questions = [question for page in self.pages for question in page.questions if question.kind == "choice"]
        for question in questions[: 2 if self.repeat.of else 1]:
            for option in entry_options(question, self.repeat, self.facts):
                if option.key == self.values.get(question.id):
                    yield option


def _by_number(id_number: str, today: date) -> dict[str, Any]:
    """When a person was born and whether they are of age; nothing where a register's number does not add up."""
    try:
        born = resident_id.parse(id_number).birth_date
    except CodeError:
        return {}
    return {"birth_date": born.isoformat(), "adult": born <= today and age(born, today) >= ADULT_FROM}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def total_of(question: Question, facts: Facts) -> int | None:
    """The sum over all entries that the question asks for, in fen; None when it asks for none."""
    return sum_of(question, entries_of(question, facts))


def sum_of(question: Question, entries: Sequence[Entry]) -> int | None:
    """As `total_of`, of entries at hand."""
    total = question.repeat.total if question.repeat else None
    return sum(entry.values.get(total.of, 0) for entry in entries) if total else None
