"""A form as data: pages of questions, and what is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.expressions import Expression
from zhengtong.kernel.text import Text

Kind = Literal[
    "text",
    "choice",
    "yes_no",
    "date",
    "money",
    "count",
    "resident_id",
    "phone",
    "bank_account",
    "party",
    "region",
    "people",
    "list",
]
"""`people` and `list` are answered by entries, as many as there are; the others by one value."""

PartyKind = Literal["self", "member", "other"]

PART = "."
"""Between a people question and the key of one of its persons, where one person is meant: `people.2`."""

SELF_CHECK = "check_"
"""Before the id of an item of the checklist: the id of its question in the form."""

Facts = Mapping[str, Any]
"""What a form may look at: `answers` {question: clean answer}, `known` {resource: {field: value}}, `applicant`
{name, id_number}, `today` (date). A part that is missing counts as empty. The entries of people and lists hold what
`derived` works out."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; `key` is what the browser posts."""

    key: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person is to the first one; `counts` decides who counts, and why is said in plain words."""

    id: str
    label: Text
    hint: Text | None
    counts: Expression
    counted: Text | None
    not_counted: Text | None


@dataclass(frozen=True, slots=True)
class EntryValue:
    """A value worked out for every entry; shown to people when it has a label."""

    kind: str
    value: Expression
    label: Text | None


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a money value over all entries, under its name."""

    label: Text
    of: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """What is asked of every entry of the kinds `people` and `list`, one thing a page.

    `scope` is the entry's name in expressions; `party` is who is always the first of the people; `of` is the people
    question whose persons the entries of a list belong to; `relations` are empty for a list.
    """

    scope: str
    one: Text
    least: int
    most: int
    pages: tuple["Page", ...]
    relations: tuple[Relation, ...]
    party: str
    of: str
    values: Mapping[str, EntryValue]
    total: Total | None

    def page(self, id: str) -> "Page":
        """The page of an id; KeyError when there is none."""
        return {page.id: page for page in self.pages}[id]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `members_of` is the resource that knows the household, for the kinds `party` and `people`.

    `name_of`: an answer of the kind `text` is the name of one of these: `applicant`, a party, people who count.
    `at_least`, `at_most`: bounds of a count, or of money in yuan. `when_said`: what `when` means, for paper.
    """

    id: str
    kind: Kind
    label: Text
    hint: Text | None
    choices: tuple[Option, ...]
    unit: Text | None
    required: bool
    when: Expression | None
    sensitive: bool
    longest: int
    members_of: str
    allow: tuple[str, ...]
    autocomplete: str
    repeat: Repeat | None = None
    name_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    when_said: Text | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A value shown as known, with the resource and field it comes from."""

    resource: str
    field: str
    label: Text
    kind: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A known value as it stands now; `problem` tells when the department's value cannot be right."""

    known: Known
    value: Any
    problem: Text | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: one thing to think about."""

    id: str
    title: Text
    intro: Text | None
    questions: tuple[Question, ...]
    known: tuple[Known, ...]
    when: Expression | None
    when_said: Text | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one published version."""

    pages: tuple[Page, ...]

    def page(self, id: str) -> Page:
        """The page of an id; KeyError when there is none."""
        found = next((page for page in self.pages if page.id == id), None)
        if found is None:
            raise KeyError(id)
        return found

    def question(self, id: str) -> Question:
        """The question of an id, on whichever page; KeyError when there is none."""
        found = next((question for page in self.pages for question in page.questions if question.id == id), None)
        if found is None:
            raise KeyError(id)
        return found


@dataclass(frozen=True, slots=True)
class Party:
    """For whom something is done. `relation` is empty for oneself and for another person."""

    kind: PartyKind
    name: str
    id_number: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A question without an answer yet; with `entry` and `part` it is one of an entry's own pages."""

    page: str
    question: str
    entry: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of people or a list as it stands: what is asked of it and what it comes to.

    `values` holds the clean answers still asked and what was worked out; `pages` are those asked; `missing` are the
    pages that still lack an answer. `title` names it for people. `fixed` ones are always there.
    """

    key: str
    title: Text
    values: Mapping[str, Any]
    pages: tuple["Page", ...]
    missing: tuple[str, ...]
    fixed: bool
    verdict: Text | None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in words. `entry` is the key of the entry it belongs to and `group` its title; `part` is the page."""

    page: str
    question: Question
    label: Text
    said: Text
    answer: Any
    entry: str = ""
    part: str = ""
    group: Text | None = None


class PageInvalid(Invalid):
    """Some answers of a page cannot be taken; `accepted` holds the clean ones, which are not lost."""

    code = "page_invalid"

    def __init__(self, problems: Sequence[FieldProblem], accepted: Mapping[str, Any]) -> None:
        super().__init__(problems)
        self.accepted = dict(accepted)
