"""A bad rating becomes a duty; the clerk calls back, writes what was done, and the people are told."""

import re
from typing import Any

import pytest
from desk_world import OPINION, STALE, Roles, let_it_work

from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.decide import decide
from zhengtong.journeys.rate import rate
from zhengtong.kernel.actor import system
from zhengtong.kernel.errors import NotFound
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.oversight.ratings import api as ratings
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]
COMMENT, ANSWER = "等了三天才有人看，也没人告诉我。", "已打电话道歉。以后转人工的件当天就告诉申请人。"


@pytest.fixture
def duty(city: Roles, number: str) -> str:
    """The duty to answer the daughter's bad rating of her closed case."""
    clerk, daughter = city["staff"].actor, city["resident"].actor
    shown = cases.case(number, actor=clerk, at=STALE).evidence_hash
    decide(number, "approve", OPINION, shown, {"value_monthly": "120"}, actor=clerk, at=STALE)
    let_it_work()
    rate(number, 5, COMMENT, channel="web", actor=daughter, at=STALE)
    (found,) = duties.duties_of(clerk)
    return found.id


def test_the_rating_is_read_and_answered(city: Roles, number: str, duty: str) -> None:
    clerk, daughter = city["staff"].client, city["resident"].client
    assert f'<a href="/desk/duties/{duty}">差评要回访：高龄津贴</a>' in clerk.get("/desk/").content.decode()
    html = clerk.get(f"/desk/duties/{duty}").content.decode()
    assert COMMENT in html
    assert "非常不满意" in html
    # 5 working days from Tuesday 2027-01-05
    assert "1月12日到期" in html
    assert clerk.post(f"/desk/duties/{duty}", {"answer": ANSWER}).status_code == 302
    assert "已经告诉申请人。" in clerk.get(f"/desk/duties/{duty}").content.decode()
    assert duties.duties_of(city["staff"].actor) == ()
    case_page = daughter.get(f"/cases/{number}/").content.decode()
    assert ANSWER in case_page
    assert "救助科经办 1月5日 10:00给您回话：" in case_page
    letters = notices.inbox(city["resident"].actor.person, "zh-Hans")
    assert "高龄津贴的差评有回话了" in [letter.subject for letter in letters]
    assert "ratings.answered" in [entry.action.name for entry in audit.entries_on("case", number)]


def test_a_short_answer_is_not_taken(city: Roles, number: str, duty: str) -> None:
    answer = city["staff"].client.post(f"/desk/duties/{duty}", {"answer": "已处理"})
    assert answer.status_code == 422
    assert "写明做了什么，至少 10 个字，申请人看得到" in answer.content.decode()
    assert [one.id for one in duties.duties_of(city["staff"].actor)] == [duty]
    given = ratings.rating_of(number)
    assert given is not None
    assert given.answer == ""


def test_it_is_answered_once(city: Roles, number: str, duty: str) -> None:
    clerk = city["staff"].client
    clerk.post(f"/desk/duties/{duty}", {"answer": ANSWER})
    again = clerk.post(f"/desk/duties/{duty}", {"answer": "又写了一遍，想盖掉前面的话。"})
    assert again.status_code == 409
    given = ratings.rating_of(number)
    assert given is not None
    assert given.answer == ANSWER


def test_others_find_neither_duty_nor_rating(city: Roles, number: str, duty: str) -> None:
    others = [city[role] for role in ("other_clerk", "resident", "other_staff")]
    for client in (role.client for role in others):
        assert client.get(f"/desk/duties/{duty}").status_code == 404
        assert client.post(f"/desk/duties/{duty}", {"answer": ANSWER}).status_code == 404
    for actor in (role.actor for role in others):
        with pytest.raises(NotFound):
            ratings.answer(number, ANSWER, actor=actor, at=STALE)


def test_a_duty_about_a_case_is_no_rating(city: Roles, number: str) -> None:
    (handed,) = duties.duties_of(city["staff"].actor)
    assert city["staff"].client.get(f"/desk/duties/{handed.id}").status_code == 404
    assert city["staff"].client.post(f"/desk/duties/{handed.id}", {"answer": ANSWER}).status_code == 404
    assert duties.duty(handed.id, actor=system("test")).closed_at is None


def test_the_duty_page_makes_a_fixed_number_of_statements(
    city: Roles, duty: str, django_assert_num_queries: Any
) -> None:
    client = city["staff"].client
    with django_assert_num_queries(13):
        client.get(f"/desk/duties/{duty}")


def test_the_desk_shows_the_rating_beside_the_case(city: Roles, number: str, duty: str) -> None:
    html = city["staff"].client.get(f"/desk/cases/{number}").content.decode()
    assert re.search("<b>非常不满意</b><br>" + COMMENT, html)
