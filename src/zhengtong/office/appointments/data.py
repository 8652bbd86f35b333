from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

Closed = Literal["over", "called_off", "not_needed"]
VisitState = Literal["booked", "over", "called_off", "not_needed"]


@dataclass(frozen=True, slots=True)
class Timetable:
    """When the posts of an organisation with a permission come. Weekdays count from 1, Monday; `earliest` and `latest`
    are working days from the day of choosing; `each` is how many visits a slot holds.
    """

    organisation: str
    permission: str
    weekdays: frozenset[int]
    times: tuple[str, ...]
    each: int
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of a working day, such as `09:00-11:30`. `key` is what a browser posts."""

    day: date
    time: str

    @property
    def key(self) -> str:
        return f"{self.day.isoformat()}T{self.time}"


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What is needed to book: `about` is (type, id), `people` are the identity.Person ids it is for."""

    about: tuple[str, str]
    title: Text
    people: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its people and the office see it."""

    id: str
    about: tuple[str, str]
    title: Text
    organisation: str
    permission: str
    slot: Slot
    address: str
    state: VisitState

    def is_missed(self, today: date) -> bool:
        """Whether its day has passed and nothing came of it, or nobody has noted what."""
        return self.state == "booked" and today > self.slot.day


class SlotTaken(Refusal):
    """The slot is full."""

    code = "slot_taken"
    status = 409
    text = Text("这个时间刚被别人选走了，请再选一个。", "This time has just been taken. Please choose another.")


class SlotNotOffered(Refusal):
    """The slot is none one may choose now: its day is past or too far ahead, or the timetable has no such time."""

    code = "slot_not_offered"
    status = 409
    text = Text("这个时间不能选，请从下面选一个。", "This time is not offered. Please choose one from below.")


class TooLateToMove(Refusal):
    """The day of the visit has come."""

    code = "too_late_to_move"
    status = 409
    text = Text("今天就来，改不了了。有急事请打电话。", "The visit is today and cannot be moved. Please call us.")
