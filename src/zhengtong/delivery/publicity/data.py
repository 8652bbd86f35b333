"""What goes in and out of publicity."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

LOOK_WORKING_DAYS = 1  # no rule was found; what the page of the notice promises
Way = Literal["page", "paper", "phone", "in_person"]
TakenWay = Literal["paper", "phone", "in_person"]
TAKEN_WAYS: tuple[TakenWay, ...] = ("in_person", "phone", "paper")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the sheet."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A sheet to be put up while `step` of a case is open. `issuer` runs it, `phone` is where to ask."""

    case: str
    step: str
    title: Text
    issuer: Text
    phone: str
    shown: tuple[Shown, ...]
    may_be_anonymous: bool


@dataclass(frozen=True, slots=True)
class PostingData:
    """A posting as anybody with its address sees it, to the end of its last day."""

    title: Text
    issuer: Text
    phone: str
    shown: tuple[Shown, ...]
    may_be_anonymous: bool
    last_day: date


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to a posting. Name and phone may be empty where the folder allows it.

    `once` marks the drawing of the form it was written in: sent twice from there (a double click), it is one.
    """

    reason: str
    name: str = ""
    phone: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionData:
    """An objection whole, for the clerks of its case."""

    id: str
    way: Way
    reason: str
    name: str
    phone: str
    made_at: datetime
    taken_by: str
    looked_at: datetime | None
    looked_by: str
    answer: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of an objection. `look_by` is the day by whose end a clerk is to have looked at it, `phone` where to
    ask. Case and step are for the journey that reads on, not for who holds the receipt number."""

    case: str
    step: str
    phone: str
    made_at: datetime
    look_by: date
    looked_at: datetime | None
    answer: str


class TooManyObjections(Refusal):
    """One sender, or all together, have sent as many to one notice as an hour takes."""

    code = "too_many_objections"
    status = 429
    text = Text(
        "这张公示一小时里已经收到好多条了，过一小时再写。急的话，打 {phone}。",
        "Many have come about this notice within the hour. Please wait an hour, or call {phone}.",
    )
