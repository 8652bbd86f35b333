"""A year of months, worked by hand: who is paid what for which month, with which list.

The demo city's rule: paid from the month after the decision, list on the 10th, money by the 25th; 120 yuan a month from
80 to 89 years, 200 from 90 to 99 (services/…/rules.yaml, benefit.yaml; invented).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from benefit_world import MONTHLY, World, world

from clocks import LegalTime
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import AlreadyEntitled, NotPossible
from zhengtong.delivery.benefits.models import Change, Entitlement, MonthList, Payment
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Invalid
from zhengtong.office.duties.models import Duty
from zhengtong.office.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def roll(legal_time: LegalTime, tmp_path: Path) -> Iterator[World]:
    yield from world(legal_time, tmp_path)


def month(roll: World, day: str, **returned: str) -> None:
    """The 10th of a month: list drawn up, confirmed, sent, answered by the bank."""
    roll.go_to(day)
    roll.confirm(day[:7])
    roll.answer(day[:7], **returned)


def letters(about: str) -> list[str]:
    return [n.body_zh for n in Notice.objects.filter(about_id=about).order_by("pk")]


def test_a_decision_in_the_middle_of_a_month_is_paid_from_the_next(roll: World) -> None:
    """Decided 23 November: first month December, on the list of 10 December, paid by the 25th."""
    entitlement = roll.enrol("王桂兰", decided="2026-11-23")
    roll.go_to("2026-11-30")
    assert not MonthList.objects.exists()
    roll.go_to("2026-12-09")
    assert not MonthList.objects.exists()
    roll.go_to("2026-12-10")
    found = roll.list_of("2026-12")
    assert (found.rows, found.total_fen, found.arrives_by) == (1, MONTHLY, date(2026, 12, 25))
    roll.confirm("2026-12")
    roll.answer("2026-12")
    assert roll.payments("王桂兰") == [("2026-12", "2026-12", 1, MONTHLY, "paid")]
    assert roll.list_of("2026-12").state == "settled"
    first = "从2026年12月起，每月 120 元。第一笔12月25日（星期五）前到账。"
    assert letters(entitlement.id) == [first]


def test_turning_ninety_raises_the_amount_from_the_month_after(roll: World) -> None:
    """Born 23 November 1936, ninety on 23 November 2026: on 1 November still 89, so 120 yuan; on 1 December 200."""
    roll.enrol("孙秀英", decided="2026-10-12")
    month(roll, "2026-11-10")
    month(roll, "2026-12-10")
    assert [(m, fen) for m, _, _, fen, _ in roll.payments("孙秀英")] == [("2026-11", 12_000), ("2026-12", 20_000)]
    assert roll.row("孙秀英").amount_fen == 20_000
    change = Change.objects.get(what="increase")
    assert (change.text["zh"], change.month) == ("按规则重算：90 至 99 岁", date(2026, 12, 1))


def test_amounts_without_a_rule_for_the_year_stay_as_decided(roll: World) -> None:
    """The parameters end with 2028 (rules.yaml): in January nothing is guessed, the decision stands."""
    roll.enrol("王桂兰", decided="2028-11-23")
    month(roll, "2028-12-10")
    month(roll, "2029-01-10")
    assert [(m, fen) for m, _, _, fen, _ in roll.payments("王桂兰")] == [("2028-12", 12_000), ("2029-01", 12_000)]


def test_more_and_less_from_the_month_a_clerk_says(roll: World) -> None:
    roll.enrol("王桂兰", decided="2026-11-23")
    month(roll, "2026-12-10")
    roll.change("王桂兰", "increase", "standard", "2027-02", 15_000)
    month(roll, "2027-01-10")
    month(roll, "2027-02-10")
    roll.change("王桂兰", "decrease", "mistake", "2027-03", 10_050)
    month(roll, "2027-03-10")
    assert [fen for _, _, _, fen, _ in roll.payments("王桂兰")] == [12_000, 12_000, 15_000, 10_050]
    told = letters(roll.row("王桂兰").pk)
    assert told[1].startswith("从2027年2月起，每月 150 元。因为：标准提高了。依据：《省高龄津贴发放办法》第三条")
    assert "从2027年3月起，每月 100.50 元" in told[2]


def test_a_month_on_a_list_does_not_change_any_more(roll: World) -> None:
    roll.enrol("王桂兰", decided="2026-11-23")
    month(roll, "2026-12-10")
    with pytest.raises(Invalid) as refused:
        roll.change("王桂兰", "increase", "standard", "2026-12", 15_000)
    assert "最早从 2027-01 开始变动" in refused.value.problems[0].text.zh


def test_death_in_the_middle_of_a_month_ends_it_with_the_next(roll: World) -> None:
    """Died 18 January: January is still due, February is not."""
    roll.enrol("王桂兰", decided="2026-11-23")
    month(roll, "2026-12-10")
    month(roll, "2027-01-10")
    roll.go_to("2027-01-19")
    roll.change("王桂兰", "stop", "died", "2027-02")
    assert roll.row("王桂兰").state == "in_force"
    roll.go_to("2027-02-10")
    assert roll.row("王桂兰").state == "stopped"
    assert not MonthList.objects.filter(month="2027-02-01").exists()
    assert len(roll.payments("王桂兰")) == 2


def test_a_death_told_late_shows_what_was_paid_too_much(roll: World) -> None:
    """Died in December, told in February: January (120 yuan) was paid too much."""
    entitlement = roll.enrol("王桂兰", decided="2026-11-23")
    month(roll, "2026-12-10")
    month(roll, "2027-01-10")
    roll.go_to("2027-02-03")
    roll.change("王桂兰", "stop", "died", "2027-01")
    whole = benefits.benefit(entitlement.id, actor=roll.clerk, at=clock.now())
    assert benefits.overpaid(whole) == 12_000


def test_suspended_and_resumed_with_what_was_missed(roll: World) -> None:
    """Suspended January and February; resumed in March back from February: February and March come together."""
    roll.enrol("王桂兰", decided="2026-11-23")
    roll.enrol("孙玉兰", decided="2026-11-23", amount=20_000)
    month(roll, "2026-12-10")
    roll.change("王桂兰", "suspend", "unproven", "2027-01")
    month(roll, "2027-01-10")
    assert roll.row("王桂兰").state == "suspended"
    month(roll, "2027-02-10")
    roll.go_to("2027-03-05")
    roll.change("王桂兰", "resume", "proven", "2027-02")
    month(roll, "2027-03-10")
    assert [(m, on) for m, on, *_ in roll.payments("王桂兰")] == [
        ("2026-12", "2026-12"),
        ("2027-02", "2027-03"),
        ("2027-03", "2027-03"),
    ]
    assert len(roll.payments("孙玉兰")) == 4


def test_a_returned_payment_is_paid_again_over_the_years_end(roll: World) -> None:
    """December comes back on the 20th; another account in January: December again and January, by 25 January."""
    entitlement = roll.enrol("王桂兰", decided="2026-11-23", number="6200000000000013")
    roll.go_to("2026-12-10")
    roll.confirm("2026-12")
    roll.go_to("2026-12-20")
    roll.answer("2026-12", 王桂兰="1001")
    assert roll.row("王桂兰").account_fails
    assert (
        letters(entitlement.id)[-1]
        == "2026年12月的 120 元没打进去：卡销户了。换一个账户，1月25日（星期一）前一起补给您。"
    )
    assert [(d.kind, d.due) for d in Duty.objects.filter(kind="benefit_returned")] == [
        ("benefit_returned", date(2027, 1, 10))
    ]
    roll.go_to("2027-01-04")
    roll.new_account("王桂兰", "6200 0000 0000 0021")
    assert Duty.objects.get(kind="benefit_returned").closed_at
    month(roll, "2027-01-10")
    assert roll.payments("王桂兰") == [
        ("2026-12", "2026-12", 1, 12_000, "returned"),
        ("2026-12", "2027-01", 2, 12_000, "paid"),
        ("2027-01", "2027-01", 1, 12_000, "paid"),
    ]
    assert [row.account["number"] for row in Payment.objects.order_by("pk")][1:] == ["6200000000000021"] * 2
    month(roll, "2027-02-10")
    assert len(roll.payments("王桂兰")) == 4


def test_nothing_is_sent_to_an_account_that_sent_money_back(roll: World) -> None:
    """No new account until March: January to March then come at once, and December again: four rows on one list."""
    roll.enrol("王桂兰", decided="2026-11-23", number="6200000000000013")
    roll.enrol("孙玉兰", decided="2026-11-23", amount=20_000)
    month(roll, "2026-12-10", 王桂兰="1001")
    month(roll, "2027-01-10")
    month(roll, "2027-02-10")
    assert len(roll.payments("王桂兰")) == 1
    roll.go_to("2027-03-02")
    roll.new_account("王桂兰", "6200000000000021")
    month(roll, "2027-03-10")
    assert [(m, on, attempt) for m, on, attempt, _, _ in roll.payments("王桂兰")] == [
        ("2026-12", "2026-12", 1),
        ("2026-12", "2027-03", 2),
        ("2027-01", "2027-03", 1),
        ("2027-02", "2027-03", 1),
        ("2027-03", "2027-03", 1),
    ]


def test_what_the_bank_failed_at_goes_again_by_itself(roll: World) -> None:
    entitlement = roll.enrol("王桂兰", decided="2026-11-23")
    month(roll, "2026-12-10", 王桂兰="9001")
    assert letters(entitlement.id)[-1].endswith("我们1月25日（星期一）前再打一次，您不用做什么。")
    month(roll, "2027-01-10")
    assert [(m, attempt, state) for m, _, attempt, _, state in roll.payments("王桂兰")] == [
        ("2026-12", 1, "returned"),
        ("2026-12", 2, "paid"),
        ("2027-01", 1, "paid"),
    ]


def test_a_case_enrols_once_and_a_person_once_a_kind(roll: World) -> None:
    first = roll.enrol("王桂兰", decided="2026-11-23")
    assert roll.enrol("王桂兰", decided="2026-11-23").id == first.id
    with pytest.raises(AlreadyEntitled):
        roll.enrol("王桂兰", decided="2026-11-24", case="C-another")
    assert Entitlement.objects.count() == 1
    roll.change("王桂兰", "stop", "asked", "2026-12")
    roll.go_to("2026-12-01")
    roll.enrol("王桂兰", decided="2026-12-03", case="C-another")
    assert Entitlement.objects.count() == 2


def test_a_missed_list_is_made_up_for(roll: World) -> None:
    """The node stood still from November to 5 January: December's list is drawn up then, its money 15 days later."""
    roll.enrol("王桂兰", decided="2026-11-23")
    roll.go_to("2027-01-05")
    found = roll.list_of("2026-12")
    assert (found.rows, found.arrives_by) == (1, date(2027, 1, 20))


def test_a_review_is_asked_for_once_and_then_again_in_a_year(roll: World) -> None:
    """First month December 2026, yearly, 30 days before: asked on 1 November 2027, due 1 December."""
    entitlement = roll.enrol("王桂兰", decided="2026-11-23")
    roll.go_to("2027-10-31")
    assert not Duty.objects.filter(kind="benefit_review").exists()
    roll.go_to("2027-11-01")
    roll.go_to("2027-11-02")
    assert [d.due for d in Duty.objects.filter(kind="benefit_review")] == [date(2027, 12, 1)]
    assert letters(entitlement.id)[-1].startswith("12月1日（星期三）前复核一次。我们先向公安核对。")
    benefits.review(entitlement.id, "户籍在，人健在", actor=roll.clerk, at=clock.now())
    roll.work()
    assert Duty.objects.get(kind="benefit_review").closed_at
    assert roll.row("王桂兰").review_due == date(2028, 12, 1)
    with pytest.raises(NotPossible):
        benefits.review(entitlement.id, "", actor=roll.clerk, at=clock.now())


@pytest.mark.parametrize(
    ("what", "reason", "amount", "field"),
    [
        ("increase", "standard", 12_000, "amount"),
        ("decrease", "mistake", 12_000, "amount"),
        ("decrease", "mistake", 0, "amount"),
        ("stop", "invented", None, "reason"),
        ("raise", "standard", 13_000, "what"),
        ("taper", "taper", None, "reason"),  # the demo's folder knows no taper
    ],
)
def test_a_change_that_makes_no_sense_names_its_field(
    what: str, reason: str, amount: int | None, field: str, roll: World
) -> None:
    roll.enrol("王桂兰", decided="2026-11-23")
    with pytest.raises(Invalid) as refused:
        roll.change("王桂兰", what, reason, "2026-12", amount)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_what_is_stopped_is_not_changed(roll: World) -> None:
    roll.enrol("王桂兰", decided="2026-11-23")
    roll.change("王桂兰", "stop", "asked", "2026-12")
    with pytest.raises(NotPossible):
        roll.change("王桂兰", "resume", "proven", "2027-01")
