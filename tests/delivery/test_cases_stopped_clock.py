"""The clock of a case stands for the steps whose article says so, and for no day more.

The case is sent on Monday 23 November 2026; the law allows 20 working days. Each date is counted by hand.
"""

from datetime import date, datetime

import pytest

import actors
import town as city
from clocks import LegalTime
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import FinishedStep, NewProcessStep, StepKey, StoppedClock
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.office.notices import api as notices

pytestmark = pytest.mark.django_db
TEST, ROAD = StepKey("test", 1), StepKey("road", 1)


@pytest.fixture
def number(town: Town) -> str:
    return city.send(town.daughter.actor)


def stop(number: str, key: StepKey, until: date) -> None:
    why = StoppedClock(Text("送去检验", "Sent to be tested"), Text("第四十五条", "art. 45"), until)
    name = Text("检验", "Laboratory test")
    step = NewProcessStep(key, "person", name, actors.CIVIL_AFFAIRS, "cases.handle", stops=why)
    cases.place_steps(number, [step], (), actor=city.SYSTEM, at=clock.now())


def finish(town: Town, number: str, key: StepKey) -> None:
    made = FinishedStep(key, "done", Text("", ""), "", {}, {})
    cases.finish_step(number, made, actor=town.clerk.actor, at=clock.now())


def on(legal_time: LegalTime, month: int, day: int) -> None:
    legal_time.move_to(datetime(2026, month, day, 10, tzinfo=clock.CHINA))


def legal_due(number: str) -> date:
    return city.case(number).legal_due


def test_days_the_clock_stood_are_given_back(town: Town, number: str, legal_time: LegalTime) -> None:
    # weeks of 24 Nov (4), 30 Nov (9), 7 Dec (14), 14 Dec (19), Mon 21 Dec (20)
    assert legal_due(number) == date(2026, 12, 21)
    stop(number, TEST, date(2026, 12, 31))
    on(legal_time, 11, 26)
    finish(town, number, TEST)
    # stood Tue 24, Wed 25, Thu 26: three more, Tue 22, Wed 23, Thu 24 December
    assert legal_due(number) == date(2026, 12, 24)
    [entry] = [one.text.zh for one in city.case(number).steps if one.code == "due_changed"]
    assert entry == "“检验”用的 3 个工作日不算在期限里，日期改到11月26日"  # promised at once, so three days later


def test_weekends_are_no_working_days_to_give_back(town: Town, number: str, legal_time: LegalTime) -> None:
    on(legal_time, 11, 27)  # a Friday
    stop(number, TEST, date(2026, 12, 31))
    on(legal_time, 11, 30)
    finish(town, number, TEST)
    assert legal_due(number) == date(2026, 12, 22)  # Monday 30 alone


def test_it_stands_no_longer_than_the_article_allows(town: Town, number: str, legal_time: LegalTime) -> None:
    stop(number, TEST, date(2026, 11, 25))
    on(legal_time, 11, 25)
    assert cases.stops_over(actor=city.SYSTEM, at=clock.now()) == 0
    on(legal_time, 11, 27)
    assert cases.stops_over(actor=city.SYSTEM, at=clock.now()) == 1
    assert legal_due(number) == date(2026, 12, 23)  # Tue 24, Wed 25: two more, Tue 22 and Wed 23 December
    on(legal_time, 12, 1)
    finish(town, number, TEST)
    assert legal_due(number) == date(2026, 12, 23)
    assert cases.stops_over(actor=city.SYSTEM, at=clock.now()) == 0


def test_a_day_two_steps_stopped_counts_once(town: Town, number: str, legal_time: LegalTime) -> None:
    stop(number, TEST, date(2026, 12, 31))
    on(legal_time, 11, 24)
    stop(number, ROAD, date(2026, 12, 31))
    on(legal_time, 11, 26)
    finish(town, number, TEST)  # 24, 25, 26
    on(legal_time, 11, 27)
    finish(town, number, ROAD)  # 25, 26, 27
    assert legal_due(number) == date(2026, 12, 25)  # 24 to 27 November: four, so 22 to 25 December


def test_a_dropped_step_gives_its_days_back_too(number: str, legal_time: LegalTime) -> None:
    stop(number, TEST, date(2026, 12, 31))
    on(legal_time, 11, 25)
    cases.place_steps(number, (), [TEST], actor=city.SYSTEM, at=clock.now())
    assert legal_due(number) == date(2026, 12, 23)


def test_the_people_are_told(town: Town, number: str, legal_time: LegalTime) -> None:
    stop(number, TEST, date(2026, 12, 31))
    on(legal_time, 11, 26)
    finish(town, number, TEST)
    city.settle()
    letters = {one.subject: one.body for one in notices.inbox(town.daughter.actor.person, "zh-Hans")}
    assert letters["高龄津贴的日期改了"].startswith(
        "有一步按规定不算在期限里，日期往后推：最晚2026年11月26日（星期四）"
    )
