"""The number of a licence comes from the authority's own system: slow, silent, garbled or about somebody else, the case
ends right once it answers, and no number is ever invented."""

import pytest
from django.urls import reverse
from test_shop_journey import TUESDAY, on

import shop as milk_tea
import town as city
from clocks import LegalTime
from departments import Department
from offices import Office
from shop import ALL_PASS, Shop, do, inspect
from town import Town
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import GivenNumber
from zhengtong.journeys._results import request_given
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def market(office: Office) -> Department:
    return office("business-register")


@pytest.fixture
def shop(town: Town, market: Department) -> Shop:
    return milk_tea.open_shop(town, market)


@pytest.fixture
def number(shop: Shop, legal_time: LegalTime) -> str:
    """A case with everything done but the decision."""
    number = milk_tea.send(shop.owner.actor)
    city.settle()
    do(number, "accept", shop.counter, outcome="accept")
    do(number, "choose_day", shop.owner, slot=TUESDAY)
    on(legal_time, 11, 24)
    inspect(shop, number, outcome="pass", **ALL_PASS)
    return number


def approve(shop: Shop, number: str) -> None:
    do(number, "decide", shop.head, outcome="approve")


def page(shop: Shop, number: str) -> str:
    return str(shop.owner.client.get(reverse("portal.case", args=[number])).content.decode())


def assert_numbered(number: str, market: Department) -> None:
    assert city.case(number).summary.state == "closed"
    [licence] = licences.licences_of_case(number)
    values = {field.label.zh: field.value for field in licence.fields}
    assert values["证号"].startswith("JY2990101")
    assert len(values["证号"]) == len("JY") + 14
    assert values["证号由谁给"] == "清和市市场监督管理局"
    assert f".{values['证号']}." in licence.identifier
    assert licence.valid_to is not None
    assert licences.awaited_question(number) is None


def test_the_number_is_theirs(shop: Shop, number: str, market: Department) -> None:
    approve(shop, number)
    assert_numbered(number, market)
    asked = [entry for entry in market.log() if entry.get("path") == "/v1/food-licences"]
    assert [entry["case"] for entry in asked] == [number]


@pytest.mark.parametrize("mode", ["down", "garble", "other_person"])
def test_until_they_answer_the_page_says_whom_we_wait_for(
    shop: Shop, number: str, market: Department, mode: str
) -> None:
    market.behave(mode)
    approve(shop, number)
    assert city.case(number).summary.state == "making"
    assert licences.licences_of_case(number) == ()
    assert "批了，正在等清和市市场监督管理局给证号。" in page(shop, number)
    market.behave()
    city.make_due()
    city.settle()
    assert_numbered(number, market)
    assert "批下来了" in page(shop, number)


def test_killed_and_back(shop: Shop, number: str, market: Department) -> None:
    market.kill()
    approve(shop, number)
    assert city.case(number).summary.state == "making"
    market.start()
    city.make_due()
    city.settle()
    assert_numbered(number, market)


def test_who_refuses_is_asked_by_people(shop: Shop, number: str, market: Department) -> None:
    market.behave("refuse")
    approve(shop, number)
    assert [duty.title.zh for duty in duties.open_about(("case", number)) if duty.kind == "number_missing"] == [
        "食品经营许可（个体户开店）：证号没有给下来，请去问"
    ]
    market.behave()
    question = licences.awaited_question(number)
    assert question is not None
    gateway.retry_now(question, actor=shop.counter.actor, at=clock.now())
    city.settle()
    assert_numbered(number, market)
    assert [duty for duty in duties.open_about(("case", number)) if duty.kind == "number_missing"] == []


def test_a_number_of_another_licence_is_not_taken(shop: Shop, number: str, market: Department) -> None:
    """Two cases of which the second is given the first one's number: people ask, nothing is issued."""
    approve(shop, number)
    [first] = licences.licences_of_case(number)
    given = next(field.value for field in first.fields if field.label.zh == "证号")
    again = GivenNumber(given, first.valid_from, first.valid_to, Text("", ""))
    with pytest.raises(licences.NumberInUse):
        request_given(city.case(number), again, actor=city.SYSTEM, at=first.issued_at)
