"""The instant process as a railway line: five stations, and where the case stands."""

from dataclasses import dataclass
from datetime import datetime

from zhengtong.channels.desk._words import filled
from zhengtong.channels.ui.api import short_day
from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.text import Text

RECEIVED, CHECKED, RULES = Text("收件", "Received"), Text("核查", "Checked"), Text("规则审核", "Rules")
CLERK, MADE, LETTER = (
    Text("经办人来定", "A clerk decides"),
    Text("制证", "Licence made"),
    Text("写决定书", "Letter made"),
)
DONE, HERE = Text("办结", "Closed"), Text("您在这里：{station}", "You are here: {station}")
ANSWERED = Text("{all} 项里 {some} 项到了", "{some} of {all} answered")
READ = {
    "done": Text("{station}已完成", "{station} done"),
    "now": Text("正在{station}", "now at {station}"),
    "": Text("接下来是{station}", "then {station}"),
}
_FIRST, _STEP = 70, 180


@dataclass(frozen=True, slots=True)
class Station:
    """A station: its place on the drawing, its words, and whether the case has been there."""

    x: int
    word: Text
    note: Text | str
    state: str

    @property
    def here(self) -> Text:
        return filled(HERE, station=self.word)


@dataclass(frozen=True, slots=True)
class Railway:
    """The line: `end` is where the travelled part ends; `told` says it all to who cannot see it."""

    stations: tuple[Station, ...]
    end: int
    told: Text


def railway(case: CaseData) -> Railway:
    """The line of a case."""
    summary = case.summary
    reached = {"checking": 1, "with_person": 2, "making": 3, "closed": 5}[summary.state]
    notes = (_day(summary.opened_at), _answers(case), _day(case.decided_at), "", _day(summary.closed_at))
    stations = tuple(
        Station(_FIRST + _STEP * n, word, notes[n], "done" if n < reached else "now" if n == reached else "")
        for n, word in enumerate(_names(case))
    )
    return Railway(stations, stations[min(reached, 4)].x, _told(stations))


def _names(case: CaseData) -> tuple[Text, ...]:
    by_clerk = any(step.code == "handed" for step in case.steps)
    is_refused = case.summary.outcome == "refuse"
    return RECEIVED, CHECKED, CLERK if by_clerk else RULES, LETTER if is_refused else MADE, DONE


def _answers(case: CaseData) -> Text | str:
    here = len(case.needs) - len(case.missing)
    return ANSWERED.format(all=len(case.needs), some=here) if case.needs else ""


def _day(at: datetime | None) -> str:
    return short_day(at) if at else ""


def _told(stations: tuple[Station, ...]) -> Text:
    parts = [filled(READ[station.state], station=station.word) for station in stations]
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))
