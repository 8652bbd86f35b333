"""A household's monthly money under a process: decided, enrolled, listed by two people, sent back once, paid once.

The service is tests/journeys/services/warm-meals, sent on Monday 23 November 2026. Amounts and dates are by hand.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

import actors
import meals
import town as city
from care import do, opened
from clocks import LegalTime
from meals import CARD, FANG, MONTHLY, NEW_CARD
from town import Somebody, Town
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits import ports
from zhengtong.delivery.benefits.data import EntitlementData, ListData
from zhengtong.delivery.benefits.models import MonthList, Payment
from zhengtong.journeys.submit import Unfinished, submit
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Invalid
from zhengtong.offer.forms.data import PageInvalid
from zhengtong.office.duties.models import Duty
from zhengtong.office.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HARDSHIP = "入户看过，家里有人长期看病，按实际困难定。"
REASON = "全家人均收入超过了标准，先不补。"


@pytest.fixture
def bank(town: Town, tmp_path: Path) -> Iterator[Path]:
    """The service published, and the folder in which the bank's files lie."""
    meals.load()
    meals.open_bank(tmp_path)
    yield tmp_path
    ports.use_driver(ports.NullDriver())


@pytest.fixture
def head(town: Town) -> Somebody:
    return town.staff("wugang", "吴刚", actors.CIVIL_AFFAIRS, "救助科科长")


def on(legal_time: LegalTime, year: int, month: int, day: int) -> None:
    legal_time.move_to(datetime(year, month, day, 9, tzinfo=clock.CHINA))
    for _ in range(2):  # what one round announces, the next one hears
        city.time_passes()
        city.settle()


def paid_to(number: str) -> EntitlementData:
    found = benefits.of_case(number)
    assert found is not None
    return found


def agree(month: str, town: Town, head: Somebody) -> ListData:
    """The list of a month, as one checked it and another confirmed it."""
    row = MonthList.objects.get(month=f"{month}-01").pk
    shown = benefits.month_list(row, actor=town.clerk.actor)
    benefits.check(row, shown.content, actor=town.clerk.actor, at=clock.now())
    benefits.confirm(row, shown.content, actor=head.actor, at=clock.now())
    city.settle()
    return benefits.month_list(row, actor=town.clerk.actor)


def payments() -> list[tuple[str, int, int, str, str]]:
    """(month paid for, attempt, fen, state, account), oldest first."""
    rows = Payment.objects.order_by("pk")
    return [(f"{p.month:%Y-%m}", p.attempt, p.amount_fen, p.state, p.account["number"]) for p in rows]


def letters(somebody: Somebody) -> list[str]:
    return [one.body for one in notices.inbox(somebody.actor.person, "zh-Hans")]


def approved(town: Town, legal_time: LegalTime, **typed: str) -> str:
    """A case decided on Monday 30 November; the result is still to be published."""
    number = meals.send(town.daughter.actor)
    on(legal_time, 2026, 11, 30)
    do(number, "decide", town.clerk.actor, outcome="approve", **typed)
    city.settle()
    return number


def test_the_step_puts_on_the_roll_from_the_month_after_the_decision(
    town: Town, bank: Path, legal_time: LegalTime
) -> None:
    """Decided 30 November, published 2 December: paid from December all the same. Wages in the house: reviewed every
    six months, for the first time on 1 June 2027."""
    number = approved(town, legal_time)
    assert set(opened(number)) == {"publish"}
    found = paid_to(number)
    assert (found.amount_fen, found.since, found.review_due) == (MONTHLY, date(2026, 12, 1), date(2027, 6, 1))
    assert (found.account.name, found.account.number) == (FANG, CARD)
    assert "从2026年12月起，每月 999.59 元。第一笔12月20日（星期日）前到账。" in letters(town.daughter)
    on(legal_time, 2026, 12, 2)
    do(number, "publish", town.clerk.actor)
    city.settle()
    assert city.case(number).summary.state == "closed"
    assert paid_to(number).since == date(2026, 12, 1)
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "999.59" in page
    assert f"/mine/benefits/{found.id}" in page


def test_nothing_is_approved_without_an_amount(town: Town, bank: Path, legal_time: LegalTime) -> None:
    """She earns 19,200 yuan a year, 1,600 a month: 800 × 2 − 1,600 leaves nothing; who approves must say how much."""
    rich = {**meals.ANSWERS, "income": {"income": [{"person": FANG, "source": "wage", "amount": "19200"}]}}
    number = meals.send(town.daughter.actor, rich)
    with pytest.raises(Invalid) as refused:
        do(number, "decide", town.clerk.actor, outcome="approve")
    assert [problem.field for problem in refused.value.problems] == ["amount"]
    assert "decide" in opened(number)
    do(number, "decide", town.clerk.actor, outcome="approve", amount="80", reason=HARDSHIP)
    assert paid_to(number).amount_fen == 8_000


def test_a_clerk_who_writes_nothing_is_not_overruled(town: Town, bank: Path, legal_time: LegalTime) -> None:
    """The rules give 999.59 yuan. 0 yuan is the clerk's own word, so it is not the rules' amount that is paid."""
    number = meals.send(town.daughter.actor)
    for zero in ("0", "0.00"):
        with pytest.raises(Invalid) as refused:
            do(number, "decide", town.clerk.actor, outcome="approve", amount=zero)
        assert [(problem.field, problem.code) for problem in refused.value.problems] == [("amount", "not_positive")]
    assert benefits.of_case(number) is None and "decide" in opened(number)
    do(number, "decide", town.clerk.actor, outcome="approve", amount="")
    assert paid_to(number).amount_fen == MONTHLY


def test_nobody_sets_more_than_the_rules_allow(town: Town, bank: Path, legal_time: LegalTime) -> None:
    """Two people count at 800 yuan each: 1,600 at most, whatever reason is given."""
    number = meals.send(town.daughter.actor)
    for typed, said in (("99999999", "99,999,999 元"), ("1600.01", "1,600.01 元")):
        with pytest.raises(Invalid) as refused:
            do(number, "decide", town.clerk.actor, outcome="approve", amount=typed, reason=HARDSHIP)
        [problem] = refused.value.problems
        assert (problem.field, problem.code) == ("amount", "too_much")
        assert problem.text.zh == f"最多 1,600 元（800 元 × 2 人），您写的是 {said}"
        assert problem.text.en.startswith("At most 1,600 yuan (800 yuan × 2 people); you wrote")
    assert benefits.of_case(number) is None and "decide" in opened(number)
    page = town.clerk.client.get(reverse("desk.step", args=[number, "decide", 1])).content.decode()
    assert "最多 1,600 元（800 元 × 2 人）" in page
    do(number, "decide", town.clerk.actor, outcome="approve", amount="1600", reason=HARDSHIP)
    assert paid_to(number).amount_fen == 160_000


def test_another_amount_than_the_rules_needs_a_reason(town: Town, bank: Path, legal_time: LegalTime) -> None:
    number = meals.send(town.daughter.actor)
    with pytest.raises(Invalid) as refused:
        do(number, "decide", town.clerk.actor, outcome="approve", amount="500")
    [problem] = refused.value.problems
    said = "规则算的是 999.59 元，写的是 500 元。要选“批准”，写明为什么，至少 10 个字"
    assert (problem.field, problem.text.zh) == ("reason", said)
    do(number, "decide", town.clerk.actor, outcome="approve", amount="999.59")
    assert paid_to(number).amount_fen == MONTHLY


def test_a_most_nobody_can_work_out_refuses_nothing_and_says_so(town: Town, bank: Path, legal_time: LegalTime) -> None:
    """Sent on a day for which no standard is in force."""
    legal_time.move_to(datetime(2028, 1, 10, 9, tzinfo=clock.CHINA))
    number = meals.send(town.daughter.actor)
    page = town.clerk.client.get(reverse("desk.step", args=[number, "decide", 1])).content.decode()
    assert "最多能写多少，现在算不出来" in page
    do(number, "decide", town.clerk.actor, outcome="approve", amount="9000")
    assert paid_to(number).amount_fen == 900_000


def test_what_the_clerk_set_goes_before_the_rules(town: Town, bank: Path, legal_time: LegalTime) -> None:
    number = approved(town, legal_time, amount="500", reason=HARDSHIP)
    assert paid_to(number).amount_fen == 50_000
    do(number, "publish", town.clerk.actor)
    decision = city.case(number).decision
    assert decision is not None
    assert [(line.amount_fen, line.source.zh) for line in decision.lines] == [(50_000, "救助科经办 周敏定")]


def test_a_closed_card_comes_back_and_nobody_is_paid_twice(
    town: Town, head: Somebody, bank: Path, legal_time: LegalTime
) -> None:
    """December comes back; with another card January's list pays both: 2 × 999.59 = 1,999.18 yuan."""
    number = approved(town, legal_time)
    on(legal_time, 2026, 12, 10)
    assert agree("2026-12", town, head).state == "sent"
    meals.bank_works(bank, CARD)
    on(legal_time, 2026, 12, 11)
    assert payments() == [("2026-12", 1, MONTHLY, "returned", CARD)]
    told = "2026年12月的 999.59 元没打进去：卡销户了。换一个账户，1月20日（星期三）前一起补给您。"
    assert letters(town.daughter)[0] == told
    duty = Duty.objects.get(kind="benefit_returned")
    assert (duty.organisation_id, duty.due) == (actors.CIVIL_AFFAIRS, date(2027, 1, 10))
    _give(number, town, FANG, NEW_CARD)
    city.settle()
    page = town.daughter.client.get(f"/mine/benefits/{paid_to(number).id}").content.decode()
    assert "下一笔 1月20日（星期三）前到账，1,999.18 元。" in page  # what came back and January's
    duty.refresh_from_db()
    assert duty.closed_at
    on(legal_time, 2027, 1, 10)
    assert agree("2027-01", town, head).total_fen == 2 * MONTHLY
    meals.bank_works(bank, CARD)
    meals.bank_works(bank, CARD)
    on(legal_time, 2027, 1, 11)
    assert payments() == [
        ("2026-12", 1, MONTHLY, "returned", CARD),
        ("2026-12", 2, MONTHLY, "paid", NEW_CARD),
        ("2027-01", 1, MONTHLY, "paid", NEW_CARD),
    ]
    assert sorted(json.loads((bank / "ledger.json").read_text("utf-8"))["paid"].values()) == ["999.59", "999.59"]
    page = town.daughter.client.get(f"/mine/benefits/{paid_to(number).id}").content.decode()
    for words in ("下一笔 2月20日", "退回了", "到账了", "**** 0062"):
        assert words in page
    assert NEW_CARD not in page


def test_a_list_nobody_confirms_is_told_as_it_is(town: Town, head: Somebody, bank: Path, legal_time: LegalTime) -> None:
    """December's list is drawn up on the 10th, its money is due by the 20th; it is confirmed on the 22nd."""
    number = approved(town, legal_time)
    address = f"/mine/benefits/{paid_to(number).id}"

    def page() -> str:
        return town.daughter.client.get(address).content.decode()

    on(legal_time, 2026, 12, 9)
    assert "下一笔 12月20日（星期日）前到账，999.59 元。" in page()
    assert "还没交银行" not in page()
    on(legal_time, 2026, 12, 12)
    assert "下一笔 12月20日（星期日）前到账，999.59 元。" in page()
    assert "还没交银行" in page()
    on(legal_time, 2026, 12, 22)
    assert "2026年12月的钱该在12月20日（星期日）前到账，名册还没交给银行，晚了。" in page()
    assert "下一笔" not in page()
    on(legal_time, 2027, 1, 12)
    assert page().count("还没交银行") == 2
    agree("2026-12", town, head)
    meals.bank_works(bank, CARD)
    agree("2027-01", town, head)
    on(legal_time, 2027, 1, 13)
    assert "还没交银行" not in page()


def _give(number: str, town: Town, name: str, card: str) -> None:
    benefit, actor = paid_to(number).id, town.daughter.actor
    benefits.save_account(benefit, {"account_name": name, "account": card}, actor=actor, at=clock.now())
    benefits.give_account(benefit, actor=actor, at=clock.now())


@pytest.mark.parametrize(
    ("name", "card", "said"),
    [
        ("王磊", CARD, "要写家里人的名字：李敏、刘芳。您写的是“王磊”。"),
        (FANG, "6200000000000053", "卡号里有一位不对，末尾是 0053 的这一串对不上。对着卡再看一遍。"),
    ],
    ids=["a stranger", "a wrong digit"],
)
def test_the_account_must_be_of_the_household_and_have_its_check_digit(
    name: str, card: str, said: str, town: Town, bank: Path, legal_time: LegalTime
) -> None:
    with pytest.raises(PageInvalid) as refused:
        meals.send(town.daughter.actor, {**meals.ANSWERS, "bank": {"account_name": name, "account": card}})
    assert [problem.text.zh for problem in refused.value.problems] == [said]
    applications.discard(applications.drafts_of(town.daughter.actor)[0].id, actor=town.daughter.actor, at=clock.now())
    number = approved(town, legal_time)
    with pytest.raises(Invalid) as again:
        _give(number, town, name, card)
    assert [problem.text.zh for problem in again.value.problems] == [said]
    assert paid_to(number).account.number == CARD


def test_an_account_of_somebody_who_does_not_count_any_more_is_asked_for_again(town: Town, bank: Path) -> None:
    actor = town.daughter.actor
    draft = city.fill(city.begin(actor, meals.SERVICE), actor, meals.ANSWERS)
    [spouse] = meals.PEOPLE
    city.fill(draft, actor, {"household": {"people": [{**spouse, "relation": "other"}]}})
    with pytest.raises(Unfinished) as unfinished:
        submit(draft.id, actor=actor, at=clock.now())
    assert [(one.page, one.question) for one in unfinished.value.missing] == [("bank", "account_name")]


def test_a_review_every_half_year_is_a_duty_with_a_date(town: Town, bank: Path, legal_time: LegalTime) -> None:
    """Due 1 June 2027, said 15 days before: on 17 May."""
    number = approved(town, legal_time)
    on(legal_time, 2027, 5, 16)
    assert not Duty.objects.filter(kind="benefit_review").exists()
    on(legal_time, 2027, 5, 17)
    assert [duty.due for duty in Duty.objects.filter(kind="benefit_review")] == [date(2027, 6, 1)]
    assert letters(town.daughter)[0] == "6月1日（星期二）前复核一次。我们上门看看，不用您准备什么。"
    benefits.review(paid_to(number).id, "收入没变", actor=town.clerk.actor, at=clock.now())
    assert paid_to(number).review_due == date(2027, 12, 1)


def test_a_refused_household_is_shown_another_service(town: Town, bank: Path, legal_time: LegalTime) -> None:
    number = meals.send(town.daughter.actor)
    do(number, "decide", town.clerk.actor, outcome="refuse", reason=REASON)
    city.settle()
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "可以改申请这些" in page
    assert '<a href="/services/home-care/">' in page
    assert "有人上门照护。" in page
    assert benefits.of_case(number) is None


def test_an_approval_that_comes_to_less_than_nothing_is_refused(town: Town, bank: Path) -> None:
    """刘芳 earns 24,000 yuan a year, 2,000 a month: 800 × 2 − 2,000 is below nothing, and the clerk set no amount."""
    rich = [{"person": FANG, "source": "wage", "amount": "24000"}]
    number = meals.send(town.daughter.actor, {**meals.ANSWERS, "income": {"income": rich}})
    with pytest.raises(Invalid) as refused:
        do(number, "decide", town.clerk.actor, outcome="approve")
    assert [problem.field for problem in refused.value.problems] == ["amount"]
    assert benefits.of_case(number) is None and "decide" in opened(number)
