"""What is asked for and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many applications of a service, arriving over so many days of legal time; the seed decides everything.

    `unfinished`: stop on the last of those days, with what is under way left for people to do.
    """

    service: str
    applications: int
    days: int
    seed: int
    people: Path | None
    unfinished: bool = False


@dataclass(slots=True)
class Report:
    """How far it is. `ended` counts outcomes, `open` what still waits, `refused` why something could not be done."""

    day: date
    sent: int = 0
    steps: int = 0
    open: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def told(self) -> Mapping[str, object]:
        """As JSON tells it; `rate` is applications a second of real time, through all their steps."""
        ended, refused = dict(sorted(self.ended.items())), dict(sorted(self.refused.items()))
        rate = round(self.sent / self.seconds, 2) if self.seconds else None
        counts = {"sent": self.sent, "steps": self.steps, "open": self.open, "ended": ended, "refused": refused}
        return {"day": self.day.isoformat(), **counts, "seconds": round(self.seconds, 1), "rate": rate}


class OnlyInADemo(Refusal):
    """Invented work, and moving the clock for it, have no place among real cases."""

    code = "only_in_a_demo"
    status = 403
    text = Text(
        "只有演示环境能编办件、拨快时间。演示环境由 make demo 建立。",
        "Invented work belongs in a demo home alone (made by make demo).",
    )


class AnotherRun(Refusal):
    """What was begun with other numbers is finished first, or stays as it is."""

    code = "another_run"
    text = Text(
        "这里做过一次，数不一样：{was}。要接着做，照原来的写；要另做，换一个 --seed。",
        "A run with other numbers was begun here: {was}. Go on with the same, or choose another --seed.",
    )
