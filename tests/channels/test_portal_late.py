"""An overdue case says the same to everybody: the promise, how late it is, with whom, and by when at the latest."""

from datetime import timedelta
from typing import Any

import pytest

import town as city
from town import Town
from zhengtong.channels.desk._words import case_lamp, sentence
from zhengtong.channels.portal._case_words import lamp_of, waiting
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.sharing.gateway import api as gateway
from zhengtong.trust.organisations import api as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def test_the_applicant_and_the_clerk_read_the_same_three_dates(town: Town, legal_time: Any) -> None:
    draft = city.fill(city.begin(town.daughter.actor), town.daughter.actor)
    town.register.kill()
    number = submit(draft.id, actor=town.daughter.actor, at=clock.now())
    city.settle()
    legal_time.move_to(clock.now() + timedelta(days=7))
    case, questions = city.case(number), gateway.questions(number)
    office = organisations.organisation(case.summary.organisation)
    told = waiting(case, questions, office.name, clock.today())
    # opened on Monday 23 November 2026, result promised at once; the rule allows 20 working days: 21 December
    assert told.late
    assert told.sentence.zh == (
        "说好11月23日（星期一）给您结果，晚了 7 天，卡在清和市公安局。最晚12月21日（星期一）一定给您结果。"
    )
    clerk, _ = sentence(case, questions, is_own=False)
    assert clerk.zh == "说好 11月23日 告诉申请人，晚了 7 天，还没办完，最晚 12月21日。"
    legal_time.move_to(clock.now() + timedelta(days=30))
    assert "规定最长到12月21日（星期一），也过了" in waiting(case, questions, office.name, clock.today()).sentence.zh


def test_the_list_the_page_and_the_desk_name_one_day(town: Town, legal_time: Any) -> None:
    """Promised at once, waiting for a person: on the day itself the rule's 20 working days are named, 21 December."""
    number = city.send(town.daughter.actor, city.other("王桂花", "990101194403150046"))
    city.settle()
    case = city.case(number)
    assert case.summary.state == "with_person"
    office = organisations.organisation(case.summary.organisation)
    told = waiting(case, gateway.questions(number), office.name, clock.today())
    assert "12月21日" in told.sentence.zh
    assert lamp_of(case.summary, clock.today())[0].zh == "还有 28 天"  # 23 November to 21 December
    told = sentence(case, (), is_own=False)[0].zh
    assert told == "等您来定。说好 11月23日 告诉申请人，规定最晚 12月21日。"
    assert case_lamp(case.summary, clock.today())[0].zh == "今天到期"  # the desk goes by what was promised
    tomorrow = clock.today() + timedelta(days=1)
    assert lamp_of(case.summary, tomorrow)[0].zh == "晚了 1 天"
    assert waiting(case, (), office.name, tomorrow).late
