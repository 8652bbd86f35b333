"""Papers a step leaves: which, with which number, what they say, who gets them; and the limit put off once.

The service is tests/journeys/services/home-care, sent on Monday 23 November 2026. Dates are counted by hand.
"""

from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

import care
import town as city
from care import do, seen
from clocks import LegalTime
from town import Somebody, Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import NewPaper
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys.extend import extend
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices
from zhengtong.trust.seals import api as seals

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MISSING = "近三个月的病历\n\n  银行卡复印件  \n"
WHY = "他一家在外地，上门要多花几天。"


@pytest.fixture
def number(town: Town) -> str:
    care.load()
    return care.send(town.daughter.actor)


@pytest.fixture
def street(town: Town) -> Actor:
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST).actor


@pytest.fixture
def colleague(town: Town) -> Actor:
    return town.staff("sunjing", "孙静", care.STREET, care.STREET_POST).actor


def said(number: str, kind: str, nth: int = 1) -> dict[str, Any]:
    """What a paper was set with."""
    data: dict[str, Any] = Paper.objects.get(case__number=number, kind=kind, nth=nth).data
    return data


def papers(number: str) -> dict[str, str]:
    """The papers that are made, by name, with their numbers."""
    return {one.name: one.number for one in city.case(number).papers if one.state == "made"}


def test_the_button_that_was_pressed_makes_its_paper_alone(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="accept")
    assert papers(number) == {"receipt": "", "acceptance": "清民受〔2026〕1号"}
    made = said(number, "acceptance")
    assert (made["number"], made["case_number"]) == ("清民受〔2026〕1号", number)
    assert (made["issuer"], made["subject"]) == ("清和市民政局", "李敏")
    assert [cite["name"] for cite in made["cites"]] == ["《居家照护办法》第二条（依据待核）"]
    assert [(one["body"], one["within"]) for one in made["remedies"]] == [
        ("清和市人民政府", "60 日"),
        ("清和市人民法院", "6 个月"),
    ]
    [paper] = [one for one in city.case(number).papers if one.kind == "acceptance"]
    assert paper.made_by == "救助科经办 周敏"
    assert paper.asked_at is not None


def test_a_paper_the_folder_wants_sealed_is_sealed_and_the_others_are_not(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason=MISSING)
    do(number, "corrected", town.daughter.actor, item_1="在附件里", item_2="在附件里")
    do(number, "accept", town.clerk.actor, 2, outcome="accept")
    found = {one.kind: files.read(one.file) for one in city.case(number).papers}
    assert seals.verify(found["acceptance"]).organisation == "11990100MB0000001T"
    assert b"/ByteRange" not in found["correction"]


def test_numbers_count_by_kind_and_year_and_have_no_gap(town: Town, number: str, legal_time: LegalTime) -> None:
    new = NewPaper("acceptance", Text("一", "One"), "受〔{year}〕{serial}号", "11990100MB0000001T", False, {})

    def ask() -> str:
        return cases.request_step_paper(number, new, actor=city.SYSTEM, at=clock.now())

    assert ask() == "受〔2026〕1号"
    with pytest.raises(RuntimeError), atomic():
        assert ask() == "受〔2026〕2号"
        raise RuntimeError  # what came after the paper in one transaction went wrong
    assert ask() == "受〔2026〕2号"
    other_office = NewPaper("acceptance", Text("一", "One"), new.number, care.STREET, False, {})
    assert cases.request_step_paper(number, other_office, actor=city.SYSTEM, at=clock.now()) == "受〔2026〕1号"
    legal_time.move_to(datetime(2027, 1, 1, 0, 1, tzinfo=clock.CHINA))
    assert ask() == "受〔2027〕1号"


def test_what_is_missing_is_listed_and_answered_item_by_item(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason=MISSING)
    assert said(number, "correction")["step"]["items"] == ["近三个月的病历", "银行卡复印件"]
    with pytest.raises(Invalid) as refused:
        do(number, "corrected", town.daughter.actor, item_1="医院说下周给")
    assert [problem.field for problem in refused.value.problems] == ["item_2"]
    do(number, "corrected", town.daughter.actor, item_1="医院说下周给", item_2="没有卡，要现金")
    [done] = [one for one in cases.process_steps(number) if one.key.step == "corrected"]
    assert [(one.item, one.said) for one in done.said] == [
        ("近三个月的病历", "医院说下周给"),
        ("银行卡复印件", "没有卡，要现金"),
    ]
    do(number, "accept", town.clerk.actor, 2, outcome="correct", reason="再补一样")
    assert papers(number) == {"receipt": "", "correction": "清民补〔2026〕1号", "correction-2": "清民补〔2026〕2号"}


def test_a_list_names_something_and_no_line_is_too_long(town: Town, number: str) -> None:
    for wrong in ("\n \n", "长" * 201, "\n".join("一" for _ in range(21))):
        with pytest.raises(Invalid) as refused:
            do(number, "accept", town.clerk.actor, outcome="correct", reason=wrong)
        assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_the_visit_form_carries_both_names_and_the_notice_is_there_when_its_turn_comes(
    town: Town, number: str, street: Actor, colleague: Actor
) -> None:
    do(number, "accept", town.clerk.actor, outcome="accept")
    assert "publicity" not in papers(number)
    seen(number, street, colleague)
    form = said(number, "visit_form")
    assert form["step"]["people"] == ["民政窗口经办 王林", "民政窗口经办 孙静"]
    assert form["issuer"] == "东桥街道办事处"  # the office whose step it is
    assert form["number"] == number  # no number of its own in the folder
    assert [(one["use"], one["number"]) for one in form["papers"]] == [
        ("receipt", number),
        ("acceptance", "清民受〔2026〕1号"),
    ]
    assert [(one["label"], one["value"]) for one in form["step"]["answers"]] == [
        ("是一个人住吗", "不是"),
        ("看到什么", "有女儿一起住"),
    ]
    assert form["step"]["photos"] == [{"taken": "", "added": "2026年11月23日 10:00 "}]
    assert "publicity" in papers(number)
    assert said(number, "publicity")["steps"]["visit"]["by"] == "民政窗口经办 王林"


def test_the_applicant_and_the_office_take_papers_away_and_nobody_else(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason=MISSING)
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    own = reverse("portal.paper", args=[number, "correction"])
    desk = reverse("desk.paper", args=[number, "correction"])
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert own in page
    assert "清民补〔2026〕1号，救助科经办 周敏" in page
    assert desk in town.clerk.client.get(reverse("desk.case", args=[number])).content.decode()
    for client, url, status in (
        (town.daughter.client, own, 200),
        (stranger.client, own, 404),
        (town.clerk.client, desk, 200),
        (other_office(town).client, desk, 404),
    ):
        answer = client.get(url)
        assert answer.status_code == status
        assert status != 200 or answer.content.startswith(b"%PDF-")


def other_office(town: Town) -> Somebody:
    return town.staff("zhoufang", "周芳", care.STREET, care.STREET_POST)


def test_the_limit_is_put_off_once_with_a_reason_and_the_applicant_told(
    town: Town, number: str, legal_time: LegalTime
) -> None:
    legal_time.move_to(datetime(2026, 11, 24, 9, tzinfo=clock.CHINA))
    do(number, "accept", town.clerk.actor, outcome="accept")
    # 20 working days after Tuesday 24 November
    assert city.case(number).legal_due == date(2026, 12, 22)
    with pytest.raises(Invalid):
        extend(number, "忙", actor=town.clerk.actor, at=clock.now())
    extend(number, WHY, actor=town.clerk.actor, at=clock.now())
    city.settle()
    after = city.case(number)
    # 27 working days are over with Thursday 31 December; Friday is New Year; then 4, 5 and 6 January
    assert (after.legal_days, after.legal_due) == (30, date(2027, 1, 6))
    assert after.summary.promised_due == date(2027, 1, 6)
    assert after.extended_why == WHY
    assert said(number, "extension")["extended_why"] == WHY
    assert papers(number)["extension"] == "市民政局延〔2026〕1号"  # the office by its short name
    assert "居家照护的日期改了" in [one.subject for one in notices.inbox(town.daughter.actor.person, "zh-Hans")]
    with pytest.raises(NotFound):
        extend(number, WHY, actor=town.clerk.actor, at=clock.now())


def test_the_limit_is_put_off_by_the_posts_named_and_before_it_runs_out(
    town: Town, number: str, street: Actor, legal_time: LegalTime
) -> None:
    do(number, "accept", town.clerk.actor, outcome="accept")
    with pytest.raises(NotFound):
        extend(number, WHY, actor=street, at=clock.now())
    legal_time.move_to(datetime(2026, 12, 22, 9, tzinfo=clock.CHINA))  # due was Monday 21 December
    with pytest.raises(NotFound):
        extend(number, WHY, actor=town.clerk.actor, at=clock.now())
