from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

GRADES: dict[int, Text] = {
    1: Text("非常满意", "Very satisfied"),
    2: Text("满意", "Satisfied"),
    3: Text("基本满意", "Fairly satisfied"),
    4: Text("不满意", "Dissatisfied"),
    5: Text("非常不满意", "Very dissatisfied"),
}
BAD = frozenset({4, 5})


class AlreadyRated(Refusal):
    """A case is judged once."""

    code = "already_rated"
    status = 409
    text = Text("这件事您已经评过了。", "This case has been rated already.")


class AlreadyAnswered(Refusal):
    """A bad rating is answered once."""

    code = "already_answered"
    status = 409
    # desk only
    text = Text("这条差评已经有人回访过了。", "This rating has been answered already.")


class NotYetClosed(Refusal):
    """A case is judged when its result is there."""

    code = "not_yet_closed"
    status = 409
    text = Text("还没办完，办完再评。", "The case is not closed yet. Rate it when it is.")


@dataclass(frozen=True, slots=True)
class RatingData:
    """A rating as its giver and the organisation see it. `answer_due` is set for a bad one, `answer` once it came."""

    case: str
    grade: int
    comment: str
    at: datetime
    answer_due: date | None
    answer: str
    answered_at: datetime | None
    answered_by: str

    @property
    def is_bad(self) -> bool:
        return self.grade in BAD


@dataclass(frozen=True, slots=True)
class RatedCase:
    """What a rating needs to know of the case: given by the caller, who has read it as the actor."""

    number: str
    service: str
    organisation: str
    applicant: str
    operator: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How people judged since a moment. `good` are the three upper grades, the rest are bad, some `answered`."""

    count: int
    good: int
    answered: int

    @property
    def bad(self) -> int:
        return self.count - self.good
