"""A household through the journeys: one question for each adult who counts, answers told apart, each sees their own."""

from typing import Any

import pytest

import town as city
from household import FANG, RAIN, apply, bank_says, load_household
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys.decide import judgement
from zhengtong.kernel import clock
from zhengtong.sharing.gateway import api as gateway

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def sent(town: city.Town) -> str:
    load_household()
    number = apply(town.daughter.actor)
    city.settle()
    return number


def seen(number: str, somebody: city.Somebody) -> dict[str, Any]:
    """By party, what somebody reads in the case: values, and whether they are hidden."""
    data = cases.case(number, actor=somebody.actor, at=clock.now())
    return {need.party: (need.values, need.hidden) for need in data.needs}


def test_each_adult_who_counts_is_asked_about_once(sent: str) -> None:
    # Three count: herself, 刘芳 and 王小雨; the child is no adult, 王磊 does not count.
    questions = gateway.questions(sent)
    assert [(one.resource, one.party) for one in questions] == [
        ("bank-deposits", "people.self"),
        ("bank-deposits", "people.1"),
    ]
    people = {need.party: need.person for need in city.case(sent).needs}
    assert len(set(people.values())) == 2


def test_what_was_sent_is_frozen_with_what_was_worked_out(sent: str) -> None:
    people = {one["name"]: one for one in city.case(sent).fields["answers"]["people"]}
    assert {name: one["counts"] for name, one in people.items()} == {
        "李敏": True,
        "刘芳": True,
        "王小雨": True,
        "王磊": False,
    }
    assert people["王小雨"]["birth_date"] == "2015-09-09"


def test_decided_when_the_last_answer_is_there(sent: str) -> None:
    bank_says(sent, "people.1", 2000000)
    assert city.case(sent).summary.state == "checking"
    bank_says(sent, "people.self", 1000000)
    data = city.case(sent)
    # 3 × 900 = 2,700; 600 × 4 = 2,400 a year, 200 a month; 2,700 − 200 = 2,500
    assert data.decision is not None
    assert (data.summary.outcome, sum(line.amount_fen for line in data.decision.lines)) == ("approve", 250000)
    assert [line.amount_fen for line in data.decision.lines] == [270000, -20000]


def test_nobody_found_for_one_person_goes_to_a_clerk_who_reads_whom(sent: str) -> None:
    bank_says(sent, "people.self", 0)
    bank_says(sent, "people.1", None)
    data = city.case(sent)
    assert data.summary.state == "with_person"
    judged = judgement(data)
    assert judged.outcome == "person"
    assert "刘芳" in judged.reasons[0].text.zh


def test_each_adult_reads_their_own_and_nobody_anothers(sent: str, town: city.Town) -> None:
    bank_says(sent, "people.self", 1234500)
    bank_says(sent, "people.1", 765400)
    own = seen(sent, town.daughter)
    assert own["people.self"][0]["total"] == 1234500
    assert own["people.1"] == ({}, True)
    page = town.daughter.client.get(f"/cases/{sent}/").content.decode()
    assert "12,345 元" in page
    assert "7,654" not in page
    assert "只给本人看" in page
    told = town.daughter.client.get(f"/api/v1/cases/{sent}").content.decode()
    assert "7654" not in told


def test_the_wife_finds_hers_without_the_case(sent: str, town: city.Town) -> None:
    bank_says(sent, "people.self", 1234500)
    bank_says(sent, "people.1", 765400)
    wife = city.resident("刘芳", FANG, "19900000024")
    assert wife.client.get(f"/cases/{sent}/").status_code == 404
    page = wife.client.get("/mine/evidence").content.decode()
    assert "7,654 元" in page
    assert "12,345" not in page
    assert "李敏" not in page
    stranger = city.resident("李桂花", "990101195303030068", "19900000079")
    assert "元" not in stranger.client.get("/mine/evidence").content.decode().split("</h1>")[1].split("</main>")[0]


def test_who_applied_reads_of_whom_answers_are_awaited(sent: str, town: city.Town) -> None:
    bank_says(sent, "people.self", 0)
    page = town.daughter.client.get(f"/cases/{sent}/").content.decode()
    assert "刘芳" in page.split("</h1>")[1].split("</p>")[1]


def test_the_clerk_reads_it_person_by_person(sent: str, town: city.Town) -> None:
    bank_says(sent, "people.self", 1234500)
    bank_says(sent, "people.1", 765400, name="刘方")
    page = town.clerk.client.get(f"/desk/cases/{sent}").content.decode()
    for words in (
        "银行存款：李敏、刘芳",
        "刘芳：姓名",
        "刘方",
        "独立成家的儿子不算，他给的钱要写上。",
    ):
        assert words in page, words
    answers = page.split("银行存款：李敏、刘芳")[1].split("</tr>")[0]
    of_her, of_fang = answers.split("<b>李敏</b>")[1].split("<b>刘芳</b>")
    assert "12,345 元" in of_her and "7,654" not in of_her
    assert "7,654 元" in of_fang and "12,345" not in of_fang


def test_the_receipt_tells_person_by_person(sent: str) -> None:
    rows = {row["label"]: row["value"] for row in Paper.objects.get(case__number=sent, kind="receipt").data["answers"]}
    assert rows["王磊，一起算吗"] == "独立成家的儿子不算，他给的钱要写上。"
    assert rows["一年里一共"] == "2,400 元"
    assert RAIN not in str(rows)
