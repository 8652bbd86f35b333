"""Each department of a household's case killed, hung, garbled, answering for another person, answering twice.

The minimum living allowance of the demo county, its eight departments as processes. 王强, 刘芳 and a child of 11; he
earned 12 × 1,500 yuan: 860 × 3 − 1,500 = 1,080 yuan a month (as the demo's story three-and-a-wage). Sent and accepted
on Monday 23 November 2026. A department goes through its faults in a row, while its questions are out.
"""

import copy
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

import county_people
import town as city
from county import FOLDER, HANDLE, TOWNSHIP, County
from county_people import FILES, REGISTER
from faults import CALLED, FAULTS, KILLED, NEEDS, SAYS, Fault, heal
from story_runner import read_story
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases.data import CaseData, NeedData
from zhengtong.journeys._facts import process_evidence_of
from zhengtong.journeys._judgement import NOT_ALL_HERE, judgement
from zhengtong.journeys.do_step import AnswersMissing
from zhengtong.journeys.receive_answer import receive_answer
from zhengtong.kernel import clock
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.gateway import _exchange
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway._operations import ask_due
from zhengtong.sharing.gateway.events import AnswerReceived
from zhengtong.sharing.gateway.models import Attempt, Question, ReceivedAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]

HUSBAND, WIFE = "990101198405120017", "990101198607300024"
BANKS_ANSWER = date(2026, 12, 4)  # nine working days after 23 November: 24 to 27 (4), 30 to 4 December (9)
PUBLICITY_OVER = date(2026, 12, 14)  # seven days after the 4th: over with Friday the 11th; Monday
ALL_TOLD: Mapping[str, list[dict[str, Any]]] = {
    "registered": [
        {
            "address": "云岭县石门乡石门村 3 组 9 号",
            "region": "990102001",
            "members": [
                {"name": "刘芳", "id_number": "990101198607300024", "relation": "妻子"},
                {"name": "王小雨", "id_number": "99010120150909003X", "relation": "儿子"},
            ],
        }
    ],
    "work": [{"pension": 0}, {"pension": 0}],
    "taxes": [{"income_year": 1_800_000}, {"income_year": 0}],
    "vehicles": [{"vehicle_count": 0}, {"vehicle_count": 0}],
    "homes": [{"title_count": 1}, {"title_count": 0}],
    "businesses": [{"business_count": 1}, {"business_count": 0}],
    "fund": [{"monthly": 50_000}, {"monthly": 0}],
    "assets": [{"deposits_total": 100_000, "securities_total": 0, "policies_total": 0}] * 2,
}
"""What each department tells of him and of her."""


def story() -> dict[str, Any]:
    """The story, in which the husband saves in the housing fund and his 1,500 yuan come from a shop of his own: every
    department has something to tell twice."""
    told = read_story(FOLDER / "stories" / "three-and-a-wage.yaml")
    told["given"]["people"]["housing-fund"][HUSBAND]["monthly"] = 50_000
    told["given"]["people"]["business-register"][HUSBAND]["business_count"] = 1
    told["fill"]["income"]["income"][0]["source"] = "business"
    return told


def later() -> dict[str, Any]:
    """The departments say something else when they are asked a second time."""
    told = copy.deepcopy(story())
    for resource, field in (
        ("social-insurance", "pension"),
        ("tax-records", "income_year"),
        ("vehicles", "vehicle_count"),
        ("real-estate", "title_count"),
        ("business-register", "business_count"),
        ("housing-fund", "monthly"),
        ("financial-assets", "deposits_total"),
    ):
        told["given"]["people"][resource][HUSBAND][field] = 3
    told["given"]["people"][REGISTER][HUSBAND]["address"] = "云岭县石门乡别处"
    return told


def needs_of(case: CaseData, resource: str) -> list[NeedData]:
    return [need for need in case.needs if need.need == NEEDS[resource]]


def page_of(county: County, number: str) -> str:
    answer = county.applicant.client.get(f"/cases/{number}/")
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def until_asked(county: County, resource: str) -> str:
    """A case whose questions to the department are out, and the department killed a moment before it is asked."""
    county.offices.hold(story(), clock.today())
    number = county.send(story())
    office = county.offices.of[resource]
    if resource == REGISTER:
        KILLED.begin(office)
    county.settle()
    county.sign(number)
    if resource == REGISTER:
        return number
    if resource != "financial-assets":
        KILLED.begin(office)
    county.do(number, "accept")
    if resource == "financial-assets":  # it took the request, and its banks have answered when it is looked at again
        [taken] = {one.state for one in gateway.questions(number) if one.resource == resource}
        assert taken == "accepted"
        assert "省核对中心收下了，要向 5 家单位问，0 家已回，还差 5 家，最晚12月4日（周五）回齐。" in page_of(
            county, number
        )
        KILLED.begin(office)
        county.on(BANKS_ANSWER)
    return number


def kept_and_said(county: County, number: str, resource: str, fault: Fault) -> None:
    """The application is kept, the page says how it stands, and nothing of the question is filled in or worked out."""
    asked = [one for one in gateway.questions(number) if one.resource == resource and one.use == "check"]
    waiting = [one for one in asked if one.answered_at is None]
    assert fault.state in {one.state for one in waiting}
    assert waiting == asked or not fault.all_of_it
    case = city.case(number)
    assert case.summary.state == "in_process"
    assert case.decision is None
    by_question = {need.question: need for need in needs_of(case, resource)}
    assert all(by_question[one.id].values is None for one in waiting)
    assert not ReceivedAnswer.objects.filter(question__in=[one.id for one in waiting]).exists()
    assert NEEDS[resource] not in process_evidence_of(case)
    judged = judgement(case)
    assert (judged.outcome, [one.text for one in judged.reasons]) == ("person", [NOT_ALL_HERE])
    page = page_of(county, number)
    assert re.search(SAYS[fault.state].format(who=CALLED[resource]), page), (fault.name, page)
    assert number in page
    # 30 working days after 23 November: 28 are over on 31 December, 1 January is a holiday: 4 and 5 January 2027
    assert "最晚 1月5日" in page
    if any(one.key.step == "check_information" for one in county.open(number)):
        with pytest.raises(AnswersMissing):
            county.do(number, "check_information")


def answers_once(county: County, number: str, resource: str) -> None:
    """The same answers heard again, and the department asked again, which says something else by now: nothing moves."""
    before, count = city.case(number), ReceivedAnswer.objects.count()
    told = OutboxEvent.objects.filter(name__startswith="delivery.cases.evidence").count()
    asked = [one.id for one in gateway.questions(number) if one.resource == resource and one.use == "check"]
    county_people.write(later(), county.offices.data, county.offices.others)
    county.offices.come_to(clock.today())
    for question in asked:
        receive_answer(AnswerReceived(question, number, resource))
    # As a worker leaves it that was killed between the answer and its state.
    Question.objects.filter(pk__in=asked).update(state="slow", answered_at=None, next_at=clock.real_now())
    tries = Attempt.objects.filter(question__in=asked).count()
    gateway.ask_due()  # others may have come due meanwhile
    assert Attempt.objects.filter(question__in=asked).count() == tries + len(asked)
    county.settle()
    assert city.case(number) == before
    assert ReceivedAnswer.objects.count() == count
    assert OutboxEvent.objects.filter(name__startswith="delivery.cases.evidence").count() == told


def to_the_end(county: County, number: str, resource: str) -> None:
    """From where the answers are in to the decision."""
    if resource == REGISTER:
        county.do(number, "accept")
    county.do(number, "visit")
    if clock.today() != BANKS_ANSWER:
        county.on(BANKS_ANSWER)
    told = city.case(number).needs
    assert {id: [need.values for need in told if need.need == id] for id in ALL_TOLD} == ALL_TOLD
    county.do(number, "check_information")
    county.do(number, "first_review")
    county.do(number, "post")
    county.on(PUBLICITY_OVER)
    for step in ("decide", "give_notice", "publish_result"):
        county.do(number, step)


@pytest.mark.parametrize("resource", FILES)
def test_kept_said_and_run_to_its_end(county: County, resource: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office, number = county.offices.of[resource], until_asked(county, resource)
    for fault in FAULTS[resource]:
        if fault is not KILLED:
            heal(office)
            fault.begin(office)
        with monkeypatch.context() as impatient:
            if fault.state == "slow":
                impatient.setattr(ask_due, "WORKER_SECONDS", 0.5)
            county.settle()
        kept_and_said(county, number, resource, fault)
    heal(office)
    county.settle()
    assert [need.values for need in needs_of(city.case(number), resource)] == ALL_TOLD[NEEDS[resource]]
    answers_once(county, number, resource)
    county_people.write(story(), county.offices.data, county.offices.others)
    to_the_end(county, number, resource)
    ended = city.case(number)
    assert (ended.summary.state, ended.summary.outcome) == ("closed", "approve")
    assert ended.decision is not None
    assert [line.amount_fen for line in ended.decision.lines] == [258_000, -150_000]
    assert ended.decision.by == "县审核 方志远"  # 韩梅, who published it, decided nothing
    paid = benefits.of_case(number)
    assert paid is not None and (paid.amount_fen, paid.since) == (108_000, date(2027, 1, 1))
    answers_once(county, number, resource)


def letters_of(county: County) -> list[str]:
    return [one.subject for one in notices.inbox(county.applicant.actor.person, "zh-Hans")]


def answers_on_their_way() -> list[Question]:
    """Every question of every department taken by a worker, who has not heard the answer yet."""
    city.make_due()
    taken = []
    while claimed := ask_due._claim(set()):
        taken.append(claimed)
    return taken


def test_every_department_answers_after_the_decision(county: County) -> None:
    """The township ends the case on 4 December while the answers of all eight departments are on their way."""
    county.offices.hold(story(), clock.today())
    number = county.send(story())
    for resource in set(FILES) - {"financial-assets"}:
        KILLED.begin(county.offices.of[resource])
    county.settle()
    county.sign(number)
    county.do(number, "accept")
    county.on(BANKS_ANSWER - timedelta(days=1))
    for department in county.offices.of.values():
        heal(department)
    county.legal_time.move_to(clock.now() + timedelta(days=1))
    county.offices.come_to(BANKS_ANSWER)
    taken = answers_on_their_way()
    assert len(taken) == 1 + 7 * 2  # about the household once, of two adults seven departments
    county.do(number, "stop", outcome="stop", reason="三次约了入户都不在，电话也不接。")
    before, letters = city.case(number), letters_of(county)
    assert before.summary.outcome == "terminated"
    for question in taken:
        _exchange.exchange(question, timeout=10, retry=True)
    county.settle()
    after = city.case(number)
    for resource, need in NEEDS.items():
        late = needs_of(after, resource)
        assert [one.values for one in late] == ALL_TOLD[need], resource
        assert all(one.after_decision for one in late), resource
    assert after.decision == before.decision
    assert after.summary == before.summary
    assert letters_of(county) == letters
    township = county.staff[TOWNSHIP, HANDLE].actor
    [duty] = [one for one in duties.duties_of(township) if one.kind == "late_answer"]
    # five working days after Friday 4 December: 7, 8, 9, 10, Friday 11
    assert (duty.about, duty.due) == (("case", number), date(2026, 12, 11))
    assert [one for one in duties.duties_of(county.county) if one.kind == "late_answer"] == []
    clerk = county.staff[TOWNSHIP, HANDLE].client
    page = clerk.get(f"/desk/cases/{number}").content.decode()
    assert "决定以后才到" in page
    # he wrote 12 × 1,500 yuan and no car; the tax office and the vehicle register say the same
    compared = re.sub(r"<[^>]+>|\s+", " ", page[page.index("申请人说的，和查到的") :])
    assert re.search(r"有汽车、货车 +否 +否 +一致", compared)
    assert re.search(r"一年的工资和买卖收入 +18,000 元 +18,000 元 +一致", compared)
    assert clerk.post(f"/desk/duties/{duty.id}/done").status_code == 302
    assert [one for one in duties.duties_of(township) if one.kind == "late_answer"] == []
    # of the household, of him, and of her, whose answers are for her alone
    assert page_of(county, number).count("决定以后才答的") == len(taken)
    city.make_due()
    assert gateway.ask_due() == 0
