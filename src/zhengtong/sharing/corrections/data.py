import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

State = Literal["open", "corrected", "upheld"]
Anew = Literal["", "changed", "same"]
"""What the source answered when it was asked again after it said “corrected”; empty while it has not been."""
CORRECT = "sharing.correct"
"""The permission of the posts of a department that look into what it is told is wrong."""


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """What is said to be wrong. `told` is the value of the record, `claimed` what it should be, both in plain words.

    `reference` is the case it came up in, `organisation` the credit code of the office that asks, `handler` and
    `permission` the posts that look into it.
    """

    reference: str
    organisation: str
    resource: str
    field: str
    person: str
    name: str = dataclasses.field(repr=False)
    id_number: str = dataclasses.field(repr=False)
    told: str = dataclasses.field(repr=False)
    claimed: str = dataclasses.field(repr=False)
    reason: str = dataclasses.field(repr=False)
    handler: str
    permission: str


@dataclass(frozen=True, slots=True)
class CorrectionState:
    """How a request stands, without what the record says. `words` are the reasons its handler gave.

    `provider` is the department's short name; `due` the last day, in China; `anew` what a second question brought.
    """

    id: str
    reference: str
    resource: str
    field: str
    resource_name: Text
    label: Text
    provider: Text
    handler: str
    permission: str
    person: str
    name: str = dataclasses.field(repr=False)
    state: State
    anew: Anew
    words: str = dataclasses.field(repr=False)
    opened_at: datetime
    due: date
    concluded_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaidMore:
    """What was added while a check was under way; `said_by` is the post, empty for the person themself."""

    claimed: str = dataclasses.field(repr=False)
    reason: str = dataclasses.field(repr=False)
    said_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionData:
    """A request whole, for who looks into it. `asked_by` is the post that asked, empty for the person themself.

    `more`: what was said about the same field later, oldest first.
    """

    stands: CorrectionState
    organisation: str
    id_number: str = dataclasses.field(repr=False)
    told: str = dataclasses.field(repr=False)
    claimed: str = dataclasses.field(repr=False)
    reason: str = dataclasses.field(repr=False)
    asked_by: str
    more: tuple[SaidMore, ...]
    concluded_by: str


class AlreadyConcluded(Refusal):
    """A request is concluded once."""

    code = "already_concluded"
    status = 409
    # desk only
    text = Text("这一项已经有人核对完了。", "Someone has already checked this.")
