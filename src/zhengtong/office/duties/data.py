from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

Lamp = Literal["plain", "near", "late", "done"]


@dataclass(frozen=True, slots=True)
class DutyData:
    """A duty. `days_left` in calendar days, negative when late; of a closed one, as it was on the day of closing."""

    id: str
    kind: str
    organisation: str
    permission: str
    title: Text
    about: tuple[str, str]
    due: date
    lamp: Lamp
    days_left: int
    opened_at: datetime
    closed_at: datetime | None


class DutyClosed(Refusal):
    """Someone has done it already."""

    code = "duty_closed"
    status = 409
    # desk only
    text = Text("这件事已经有人办完了。", "Someone has already done this.")
