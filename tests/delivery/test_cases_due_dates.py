"""Due dates on the law's calendar, provisional beyond the published year, counted again when it is published.

Every date is counted by hand; the count stands beside it. The service allows 20 working days.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import town as city
from clocks import LegalTime
from days_off import NOTICE_2027
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.errors import Forbidden
from zhengtong.office.notices import api as notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Path]:
    """A folder to publish the notice into; the calendar of other tests is not touched."""
    calendar.use_folder(tmp_path)
    yield tmp_path / "2027.yaml"
    calendar.use_folder(None)


def sent_on(town: Town, legal_time: LegalTime, day: date) -> str:
    """The number of a case opened on a day, its department away."""
    legal_time.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=clock.CHINA))
    return city.send(town.daughter.actor)


def due(number: str) -> tuple[date, bool]:
    case = city.case(number)
    return case.legal_due, case.summary.due_is_provisional


def publish(notice: Path) -> int:
    notice.write_text(NOTICE_2027, encoding="utf-8")
    calendar.use_folder(notice.parent)
    return cases.recompute_due_dates(actor=city.SYSTEM, at=clock.now())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # weeks of 23 Nov (5), 30 Nov (10), 7 Dec (15), 14 Dec (20): Friday 18 December
        (date(2026, 11, 20), (date(2026, 12, 18), False)),
        # Fri 1 Jan off; weeks of 4 (5), 11 (10), 18 (15), 25 Jan (20): Friday 29 January, no notice yet
        (date(2026, 12, 31), (date(2027, 1, 29), True)),
        # the eve of Spring Festival is Fri 5 Feb, off 5 to 8: Thu 4 (1), Tue 9 to Fri 12 (5), weeks of 15 (10),
        # 22 Feb (15), Mon 1 to Fri 5 March (20)
        (date(2027, 2, 3), (date(2027, 3, 5), True)),
    ],
)
def test_the_legal_date(town: Town, legal_time: LegalTime, day: date, expected: tuple[date, bool]) -> None:
    assert due(sent_on(town, legal_time, day)) == expected


def test_the_notice_moves_what_was_provisional_and_tells_the_people(
    town: Town, legal_time: LegalTime, published: Path
) -> None:
    before_festival = sent_on(town, legal_time, date(2027, 2, 3))
    assert publish(published) == 1
    # Thu 4 (1), 5 to 11 off, Fri 12 (2), Sun 14 make-up (3), 15 to 19 (8), Sat 20 make-up (9), 22 to 26 (14),
    # Mon 1 to Fri 5 March (19), Mon 8 March (20)
    assert due(before_festival) == (date(2027, 3, 8), False)
    # promised is instant: the day itself, in both calendars
    assert city.case(before_festival).summary.promised_due == date(2027, 2, 3)
    steps = [step.text.zh for step in city.case(before_festival).steps if step.code == "due_changed"]
    assert steps == ["国家公布了放假安排，规定的最长期限由3月5日改为3月8日"]
    city.settle()
    letters = {one.subject: one for one in notices.inbox(town.daughter.actor.person, "zh-Hans")}
    assert "2027年3月8日（星期一）" in letters["高龄津贴的日期改了"].body
    assert publish(published) == 0  # a second loading changes nothing and tells nobody


def test_a_date_that_only_loses_its_mark_tells_nobody(town: Town, legal_time: LegalTime, published: Path) -> None:
    number = sent_on(town, legal_time, date(2026, 12, 31))
    assert publish(published) == 0
    assert due(number) == (date(2027, 1, 29), False)
    assert [step.code for step in city.case(number).steps] == ["received"]


def test_firm_and_closed_cases_are_left_alone(town: Town, legal_time: LegalTime, published: Path) -> None:
    firm = sent_on(town, legal_time, date(2026, 11, 20))
    closed = sent_on(town, legal_time, date(2026, 12, 30))
    city.settle()
    assert city.case(closed).summary.state == "closed"
    rows: list[CaseSummary] = [city.case(number).summary for number in (firm, closed)]
    assert publish(published) == 0
    assert [city.case(number).summary for number in (firm, closed)] == rows


def test_only_the_platform_counts_again(town: Town) -> None:
    with pytest.raises(Forbidden):
        cases.recompute_due_dates(actor=town.clerk.actor, at=clock.now())


def test_the_page_marks_a_provisional_date(town: Town, legal_time: LegalTime) -> None:
    number = sent_on(town, legal_time, date(2026, 12, 31))
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "那时的放假安排还没公布，日期是暂定的" in page
    assert Case.objects.get(number=number).due_is_provisional
    city.settle()
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "放假安排" not in page  # the case is closed: no date is left to wait for


def test_a_promised_date_that_moves_is_told(town: Town, legal_time: LegalTime, published: Path) -> None:
    number = sent_on(town, legal_time, date(2027, 2, 3))
    # As of a service that promises five working days. Thu 4 (1), Tue 9 (2), 10, 11, Fri 12 (5)
    Case.objects.filter(number=number).update(promised_days=5, promised_due=date(2027, 2, 12))
    assert publish(published) == 1
    # Thu 4 (1), Fri 12 (2), Sun 14 make-up (3), Mon 15 (4), Tue 16 (5)
    assert city.case(number).summary.promised_due == date(2027, 2, 16)
    [step] = [one for one in city.case(number).steps if one.code == "due_changed"]
    assert step.text.zh == "国家公布了放假安排，承诺的日期由2月12日改为2月16日"
    city.settle()
    bodies = [one.body for one in notices.inbox(town.daughter.actor.person, "zh-Hans")]
    assert any("最晚2027年2月16日（星期二）告诉您结果" in body for body in bodies)
