"""A case under its process: two offices, the applicant, a department and the calendar each do their step.

The service is tests/journeys/services/home-care, sent on Monday 23 November 2026. Dates are counted by hand.
"""

from datetime import date, datetime

import pytest

import care
import town as city
from care import do, opened, seen
from clocks import LegalTime
from departments import Department
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys.do_step import do_step
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, Invalid, NotFound
from zhengtong.office.notices import api as notices

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REASON = "上门看了，家里有人照顾，先不用。"


@pytest.fixture
def street(town: Town) -> Actor:
    """A clerk of the subdistrict the applicant lives in."""
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST).actor


@pytest.fixture
def number(town: Town) -> str:
    """The case of the daughter, who lives in 东桥街道 (990101001), sent."""
    care.load()
    return care.send(town.daughter.actor)


def on(legal_time: LegalTime, month: int, day: int) -> None:
    legal_time.move_to(datetime(2026, month, day, 9, tzinfo=clock.CHINA))


def accepted(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="accept")


@pytest.fixture
def colleague(town: Town) -> Actor:
    """Who goes with them."""
    return town.staff("sunjing", "孙静", care.STREET, care.STREET_POST).actor


def test_whose_turn_it_is(town: Town, number: str, street: Actor) -> None:
    """First the bureau; then the street and the department side by side; and the applicant may give up at any time."""
    first = opened(number)
    assert set(first) == {"accept", "give_up"}
    assert first["accept"].organisation == town.clerk.actor.organisation
    assert first["give_up"].by_applicant
    accepted(town, number)
    city.settle()
    second = opened(number)
    assert set(second) == {"visit", "give_up"}  # the register answered, and nobody had to conclude it
    assert second["visit"].organisation == care.STREET
    # three working days after Monday: Thursday
    assert second["visit"].due == date(2026, 11, 26)


def test_the_whole_way_to_approval(
    town: Town, number: str, street: Actor, colleague: Actor, legal_time: LegalTime
) -> None:
    accepted(town, number)
    on(legal_time, 11, 25)
    seen(number, street, colleague)
    # publicity of 7 calendar days after Wednesday 25 November: over when Wednesday 2 December is over
    assert opened(number)["shown"].wait_until == datetime(2026, 12, 3, tzinfo=clock.CHINA)
    on(legal_time, 12, 2)
    city.settle()
    assert "decide" not in opened(number)
    on(legal_time, 12, 3)
    city.settle()
    assert set(opened(number)) == {"decide"}  # no objection came, and it is too late to withdraw
    do(number, "decide", town.clerk.actor, outcome="approve")
    ended = city.case(number)
    assert (ended.summary.state, ended.summary.outcome) == ("closed", "approve")
    assert ended.decision is not None
    assert [reason.text.zh for reason in ended.decision.reasons] == ["同意照护"]
    assert ended.decision.by == "救助科经办 周敏"
    assert opened(number) == {}
    assert "居家照护批下来了" in [one.subject for one in notices.inbox(town.daughter.actor.person, "zh-Hans")]


def test_an_office_finds_again_what_it_has_handed_on(
    town: Town, number: str, street: Actor, colleague: Actor, legal_time: LegalTime
) -> None:
    """The street's part is over and the bureau's begins; a street with nothing to do in it finds nothing."""
    accepted(town, number)
    elsewhere = town.staff("heqing", "何青", "11990102MB0000011Q", "乡镇经办").actor
    bureau, digits = town.clerk.actor, number[-16:]
    assert _archived(street, digits) == [number]  # given already, not done yet
    seen(number, street, colleague)
    on(legal_time, 12, 3)
    city.settle()
    assert set(opened(number)) == {"decide"}
    assert (_archived(street, digits), _archived(street, ""), _archived(bureau, "")) == ([number], [number], [number])
    assert (_archived(street, "0000"), _archived(elsewhere, "")) == ([], [])


def _archived(clerk: Actor, digits: str) -> list[str]:
    return [one.number for one in cases.archive(clerk, at=clock.now(), digits=digits).cases]


def test_an_objection_ends_the_publicity_at_once(town: Town, number: str, street: Actor, colleague: Actor) -> None:
    accepted(town, number)
    seen(number, street, colleague)
    do(number, "objection", street, what="他家有人照顾")
    assert set(opened(number)) == {"decide"}
    do(number, "decide", town.clerk.actor, outcome="refuse", reason=REASON)
    ended = city.case(number)
    assert (ended.summary.state, ended.summary.outcome) == ("closed", "refuse")
    assert ended.decision is not None
    assert [reason.text.zh for reason in ended.decision.reasons] == [REASON]
    made = {paper.kind for paper in ended.papers if paper.state == "made"}
    assert made == {"receipt", "acceptance", "visit_form", "publicity", "decision"}


def test_a_correction_stops_the_clock_and_the_limit_runs_from_acceptance(
    town: Town, number: str, legal_time: LegalTime
) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason="还差一样：近三个月的病历。")
    waiting = opened(number)["corrected"]
    assert waiting.by_applicant
    assert waiting.stops is not None
    assert waiting.stops.until == date(2026, 12, 7)  # ten working days after Monday 23 November
    on(legal_time, 11, 26)
    do(number, "corrected", town.daughter.actor, item_1="病历在附件里")
    do(number, "accept", town.clerk.actor, occurrence=2, outcome="accept")
    # 20 working days after Thursday 26 November, and the three (24, 25, 26) the clock stood before are not after it
    assert city.case(number).legal_due == date(2026, 12, 24)


def test_what_the_form_of_a_step_lacks_is_named_and_nothing_moves(town: Town, number: str, street: Actor) -> None:
    accepted(town, number)
    with pytest.raises(Invalid) as refused:
        do(number, "visit", street, alone="maybe")
    assert {problem.field for problem in refused.value.problems} == {"alone", "found", "photo", "companion"}
    with pytest.raises(Invalid) as refused:
        do_step(number, StepKey("accept", 1), {}, actor=town.clerk.actor, at=clock.now())
    assert [problem.field for problem in refused.value.problems] == ["outcome"]
    assert "visit" in opened(number)


def test_a_refusal_needs_its_reason(town: Town, number: str) -> None:
    with pytest.raises(Invalid) as refused:
        do(number, "accept", town.clerk.actor, outcome="reject", reason="不行")
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    do(number, "accept", town.clerk.actor, outcome="reject", reason="不归我们管，请向户口所在地申请。")
    assert (city.case(number).summary.state, city.case(number).summary.outcome) == ("closed", "not_accepted")


def test_what_was_missing_once_is_not_why_a_case_was_withdrawn(town: Town, number: str) -> None:
    do(number, "accept", town.clerk.actor, outcome="correct", reason="还差一样：近三个月的病历。")
    do(number, "give_up", town.daughter.actor)
    ended = city.case(number)
    assert ended.decision is not None and ended.decision.reasons == ()
    assert Paper.objects.get(case__number=number, kind="decision").data["reasons"] == []
    assert ended.decision.ended_as.zh == "已撤回"


def test_the_applicant_withdraws_and_nobody_else_does(town: Town, number: str) -> None:
    with pytest.raises(NotFound):
        do(number, "give_up", town.clerk.actor)
    do(number, "give_up", town.daughter.actor)
    ended = city.case(number)
    assert (ended.summary.state, ended.summary.outcome) == ("closed", "withdrawn")
    assert ended.decision is not None and ended.decision.by == ""  # no office decided that
    letter = Paper.objects.get(case__number=number, kind="decision")
    assert letter.title["zh"] == "撤回确认书" and letter.data["title"] == "居家照护撤回确认书"
    assert "复议" not in letter.data["appeal"]  # nor is there a remedy
    assert opened(number) == {}
    assert "居家照护已经撤回" in [one.subject for one in notices.inbox(town.daughter.actor.person, "zh-Hans")]


def test_another_offices_step_is_not_done_here(town: Town, number: str, street: Actor, colleague: Actor) -> None:
    accepted(town, number)
    with pytest.raises(Forbidden):
        do(number, "visit", town.clerk.actor, alone="no", found="没去")
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    with pytest.raises(NotFound):
        seen(number, stranger.actor, colleague)
    with pytest.raises(NotFound):
        do(number, "visit", stranger.actor, alone="no", found="没去")


def test_with_the_department_away_the_rest_goes_on_and_waits_for_it(
    town: Town, number: str, street: Actor, colleague: Actor, register: Department
) -> None:
    register.behave("hang")
    accepted(town, number)
    seen(number, street, colleague)
    assert set(opened(number)) == {"register", "give_up"}
    register.behave()
    city.time_passes()
    city.settle()
    assert "shown" in opened(number)


def test_a_region_without_such_an_office_is_the_services_own(town: Town, number: str) -> None:
    second = care.send(town.daughter.actor, "990101002")  # a town whose office has no such post
    accepted(town, second)
    assert opened(second)["visit"].organisation == town.clerk.actor.organisation
