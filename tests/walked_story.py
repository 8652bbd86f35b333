"""A story of a service under a process walked to its end: `do` tells what people do otherwise than in the ordinary way.

The ordinary way: everybody signs on the first day, everybody does their step on the first working day on which it can
be done, by the first button that is not against anybody and needs no reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Self

import town as city
from county import SERVICE, County
from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.journeys._process import step_of
from zhengtong.journeys.do_step import AnswersMissing
from zhengtong.kernel import calendar, clock
from zhengtong.sharing.gateway import api as gateway

Deed = Mapping[str, Any]
MOST_DEEDS = 60
_ONE_DAY = timedelta(days=1)


class Walk:
    """One case on its way. `left` are the deeds of the story that are still to come, in order."""

    def __init__(self, county: County, story: Mapping[str, Any], service: str = SERVICE) -> None:
        self.county, self.left = county, [deed for deed in story["do"] if deed != "submit"]
        self.number = county.send(story, service)
        for resource, state in story["given"].get("departments", {}).items():
            self._set(resource, state)
        county.settle()
        county.sign(self.number)
        city.settle()

    def to_the_end(self) -> CaseData:
        """The closed case. A story whose deeds are never done, or whose case never ends, is wrong."""
        for _ in range(MOST_DEEDS):
            if city.case(self.number).summary.state == "closed":
                assert self.left == [], f"never done: {self.left}"
                return city.case(self.number)
            if not self._somebody_acts():
                self.county.on(self._next_day())
        raise AssertionError(f"no end in sight: {[one.key for one in self.county.open(self.number)]}")

    def until(self, step: str) -> Self:
        """As far as the turn of a step."""
        for _ in range(MOST_DEEDS):
            if any(row.key.step == step for row in self.county.open(self.number)):
                return self
            if not self._somebody_acts():
                self.county.on(self._next_day())
        raise AssertionError(f"{step} never comes")

    def _somebody_acts(self) -> bool:
        """Whether anything was done today: what the story tells first, then what is anybody's turn."""
        if not calendar.is_working_day(clock.today()).working:
            return False
        for deed in [one for one in self.left if "department" in one and _has_come(one)]:
            self._set(deed["department"], deed["is"])
            self.left.remove(deed)
            self.county.settle()
        rows = self.county.open(self.number)
        told = [row for row in rows if (deed := self._deed(row)) and _has_come(deed)]
        return any(self._does(row) for row in [*told, *(row for row in rows if self._is_somebodys_turn(row))])

    def _does(self, row: ProcessStepData) -> bool:
        deed = self._deed(row)
        typed = {**(deed or {}).get("fill", {})}
        typed |= {name: deed[name] for name in ("outcome", "reason") if deed and name in deed}
        try:
            self.county.do(self.number, row.key.step, **typed)
        except AnswersMissing:
            return False
        if deed:
            self.left.remove(deed)
        return True

    def _is_somebodys_turn(self, row: ProcessStepData) -> bool:
        """What has its place on the line and waits for neither a day nor a deed that comes later."""
        if self._deed(row) or row.wait_until or not (row.organisation or row.by_applicant):
            return False
        return bool(step_of(city.case(self.number), row.key).stage)

    def _deed(self, row: ProcessStepData) -> Deed | None:
        return next((one for one in self.left if one.get("step") == row.key.step), None)

    def _next_day(self) -> date:
        """The next day on which anything can happen."""
        today = clock.today()
        return min((day for day in self._days() if day > today), default=calendar.add_working_days(today, 1).date)

    def _days(self) -> Iterator[date]:
        if not calendar.is_working_day(clock.today()).working:
            yield calendar.add_working_days(clock.today(), 1).date
        yield from (date.fromisoformat(one["on"]) for one in self.left if "on" in one)
        yield from (clock.china_date(row.wait_until) for row in self.county.open(self.number) if row.wait_until)
        questions = gateway.questions(self.number)
        yield from (one.progress.expected for one in questions if one.progress)

    def _set(self, resource: str, state: str) -> None:
        department = self.county.offices.of[resource]
        department.kill() if state == "down" else department.start()


def _has_come(deed: Deed) -> bool:
    return "on" not in deed or date.fromisoformat(deed["on"]) <= clock.today()


def made(case: CaseData) -> Sequence[str]:
    """The kinds of papers that were made."""
    return sorted({paper.kind for paper in case.papers if paper.state == "made"})
