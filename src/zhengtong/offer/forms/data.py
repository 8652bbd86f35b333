"""A form as data: pages of questions, and what is known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.expressions import Expression
from zhengtong.kernel.text import Text

Kind = Literal["text", "choice", "yes_no", "date", "money", "resident_id", "phone", "bank_account", "party", "region"]

PartyKind = Literal["self", "member", "other"]

Facts = Mapping[str, Any]
"""What a form may look at: `answers` {question: clean answer}, `known` {resource: {field: value}}, `applicant`
{name, id_number}, `today` (date). A part that is missing counts as empty."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose; `key` is what the browser posts."""

    key: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `members_of` is the resource that knows the household, for the kind `party`."""

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
    """A question without an answer yet."""

    page: str
    question: str


class PageInvalid(Invalid):
    """Some answers of a page cannot be taken; `accepted` holds the clean ones, which are not lost."""

    code = "page_invalid"

    def __init__(self, problems: Sequence[FieldProblem], accepted: Mapping[str, Any]) -> None:
        super().__init__(problems)
        self.accepted = dict(accepted)
