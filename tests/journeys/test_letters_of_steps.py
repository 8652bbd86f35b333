"""Letters on the way: acceptance, the reader's own turn, and one for each stage that begins.

The service is tests/journeys/services/home-care, sent on Monday 23 November 2026. Dates are counted by hand.
"""

from datetime import datetime

import pytest

import care
import shop as milk_tea
import town as city
from care import do, seen
from clocks import LegalTime
from offices import Office
from town import Somebody, Town
from zhengtong.kernel import clock
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.models import OutgoingText

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def number(town: Town) -> str:
    care.load()
    number = care.send(town.daughter.actor)
    city.settle()
    return number


def on(legal_time: LegalTime, month: int, day: int) -> None:
    legal_time.move_to(datetime(2026, month, day, 9, tzinfo=clock.CHINA))


def letters(who: Somebody) -> list[tuple[str, str]]:
    """Subject and body, oldest first."""
    return [(one.subject, one.body) for one in reversed(notices.inbox(who.actor.person, "zh-Hans"))]


def test_one_letter_for_acceptance_and_for_each_stage_after_it(town: Town, number: str, legal_time: LegalTime) -> None:
    street, colleague = (
        town.staff(name, told, care.STREET, care.STREET_POST).actor
        for name, told in (("wanglin", "王林"), ("sunjing", "孙静"))
    )
    assert letters(town.daughter) == []  # the receipt has told the first stage
    do(number, "accept", town.clerk.actor, outcome="accept")
    # the stage that begins with acceptance, a department's step and an office's, has no letter of its own
    assert letters(town.daughter) == [
        ("居家照护受理了", "我们收下来办了，最晚 12月14日（星期一）给您结果。轮到您的时候，我们再告诉您。")
    ]
    on(legal_time, 11, 25)
    seen(number, street, colleague)
    on(legal_time, 12, 3)
    city.settle()
    assert letters(town.daughter)[1:] == [
        (
            "居家照护：办到“公示”了",
            "办到“公示”了。公示，12月2日（星期三）满。最晚 12月14日（星期一）给您结果。轮到您的时候，我们再告诉您。",
        ),
        (
            "居家照护：办到“审批”了",
            "办到“审批”了。现在等清和市民政局：审批。最晚 12月14日（星期一）给您结果。轮到您的时候，我们再告诉您。",
        ),
    ]
    # what others may read on the way names no stage
    outside = [one.words for one in OutgoingText.objects.all()]
    assert len([words for words in outside if "到下一步了" in words]) == 2
    assert not [words for words in outside if "公示" in words or "审批" in words]


def test_who_must_complete_papers_is_told_what_and_until_when(town: Town, number: str, legal_time: LegalTime) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason="近三个月的病历\n身份证")
    [(subject, body)] = letters(town.daughter)
    assert subject == "居家照护：轮到您了"
    assert body == (
        "近三个月的病历。身份证。要办的是：补齐材料。到“我的”里打开这件事，照着做。"
        "这几天不算在期限里，最多停到 12月7日（星期一）。"
    )
    outside = [one.words for one in OutgoingText.objects.all()]
    assert len(outside) == 1 and "轮到您了" in outside[0]
    assert "居家照护" not in outside[0] and "病历" not in outside[0]
    on(legal_time, 11, 26)
    do(number, "corrected", town.daughter.actor, item_1="病历在附件里", item_2="在附件里")
    do(number, "accept", town.clerk.actor, occurrence=2, outcome="accept")
    assert [one for one, _ in letters(town.daughter)][1:] == ["居家照护的日期改了", "居家照护受理了"]


def test_the_limit_at_the_edge_of_a_turn_is_named(town: Town, office: Office) -> None:
    shop = milk_tea.open_shop(town, office("business-register"))
    number = milk_tea.send(shop.owner.actor)
    city.settle()
    milk_tea.do(number, "accept", shop.counter, outcome="accept")
    # never chosen in 30 calendar days after Monday 23 November: Wednesday 23 December
    assert letters(shop.owner)[-1] == (
        "食品经营许可（个体户开店）：请选上门的时间",
        "到“我的”里打开这件事，点一下就选好。最晚 12月23日（星期三）。",
    )
    assert [one for one, _ in letters(shop.owner)] == [
        "食品经营许可（个体户开店）受理了",
        "食品经营许可（个体户开店）：请选上门的时间",
    ]
