"""A clerk decides, an answer comes late or twice, evidence changes under a decision."""

from datetime import date

import pytest

import actors
import town as city
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.events import LateAnswer
from zhengtong.journeys.decide import decide
from zhengtong.journeys.receive_answer import receive_answer
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.events import AnswerReceived

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHY = "公安局连不上已有多日，先按现有情况不批，可以随时再来申请。"


def refuse(town: Town, number: str) -> None:
    """What a clerk does with a case whose department has been away for long."""
    decide(number, "refuse", WHY, city.case(number).evidence_hash, {}, actor=town.clerk.actor, at=clock.now())


def waiting_case(town: Town) -> str:
    number = city.send(town.daughter.actor)
    town.register.kill()
    city.settle()
    cases.hand_to_person(number, Text("公安局多日连不上", ""), actor=city.SYSTEM, at=clock.now())
    return number


def answers_on_the_way(town: Town) -> None:
    """The department is back and has answered; the case has not heard of it yet."""
    town.register.start()
    city.make_due()
    assert gateway.ask_due() == 1


def test_a_clerk_decides_and_the_letter_closes_the_case(town: Town) -> None:
    number = waiting_case(town)
    refuse(town, number)
    assert city.case(number).summary.state == "making"
    city.settle()
    done = city.case(number)
    assert (done.summary.state, done.summary.outcome) == ("closed", "refuse")
    assert done.decision is not None
    assert (done.decision.reasons[0].text.zh, done.decision.by) == (WHY, "救助科经办 周敏")
    assert [(paper.kind, paper.state) for paper in done.papers] == [("receipt", "made"), ("decision", "made")]
    assert [letter.subject for letter in notices.inbox(town.daughter.actor.person, "zh-Hans")] == ["高龄津贴没有批"]


def test_an_answer_after_the_decision_is_kept_flagged_and_looked_at(town: Town) -> None:
    number = waiting_case(town)
    answers_on_the_way(town)
    refuse(town, number)
    before = city.case(number)
    city.settle()
    after = city.case(number)
    [need] = after.needs
    assert need.after_decision
    assert (need.values or {})["birth_date"] == "1944-03-15"
    assert after.decision == before.decision
    assert (after.summary.outcome, after.summary.state) == (before.summary.outcome, "closed")
    [duty] = duties.duties_of(town.clerk.actor)
    assert (duty.kind, duty.about) == ("late_answer", ("case", number))
    # Monday 23 November 2026: 24, 25, 26, 27, Monday 30
    assert duty.due == date(2026, 11, 30)
    assert len(notices.inbox(town.daughter.actor.person, "zh-Hans")) == 1


def test_a_late_answer_heard_twice_opens_one_duty(town: Town) -> None:
    number = waiting_case(town)
    answers_on_the_way(town)
    refuse(town, number)
    city.settle()
    from zhengtong.journeys.flag_late_answer import flag_late_answer

    flag_late_answer(LateAnswer(number, "person"))
    assert len(duties.duties_of(town.clerk.actor)) == 1


def test_a_second_answer_to_one_question_changes_nothing(town: Town) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    before = city.case(number)
    [question] = gateway.questions(number)
    receive_answer(AnswerReceived(question.id, number, city.RESOURCE))
    cases.add_evidence(
        question.id,
        {"birth_date": "1990-01-01"},
        provider="",
        basis="",
        answered_at=clock.now(),
        actor=city.SYSTEM,
        at=clock.now(),
    )
    city.settle()
    assert city.case(number) == before
    assert OutboxEvent.objects.filter(name="delivery.cases.evidence_complete").count() == 1


def test_evidence_that_came_since_is_a_conflict(town: Town) -> None:
    number = waiting_case(town)
    seen = city.case(number).evidence_hash
    [question] = gateway.questions(number)
    cases.add_evidence(
        question.id,
        {"name": "王桂兰"},
        provider="公安局",
        basis="依据",
        answered_at=clock.now(),
        actor=city.SYSTEM,
        at=clock.now(),
    )
    with pytest.raises(Conflict):
        decide(number, "refuse", WHY, seen, {}, actor=town.clerk.actor, at=clock.now())
    assert city.case(number).decision is None
    refuse(town, number)
    assert city.case(number).summary.outcome == "refuse"


def test_a_case_is_decided_once(town: Town) -> None:
    number = waiting_case(town)
    seen = city.case(number).evidence_hash
    refuse(town, number)
    with pytest.raises(Conflict):
        decide(number, "refuse", WHY + "再来一次。", seen, {}, actor=town.clerk.actor, at=clock.now())
    assert city.case(number).decision.reasons[0].text.zh == WHY  # type: ignore[union-attr]  # decided above


def test_a_reason_too_short_is_named(town: Town) -> None:
    number = waiting_case(town)
    seen = city.case(number).evidence_hash
    with pytest.raises(Invalid) as wrong:
        decide(number, "maybe", "不批", seen, {}, actor=town.clerk.actor, at=clock.now())
    assert {problem.field for problem in wrong.value.problems} == {"outcome", "opinion"}
    assert city.case(number).summary.state == "with_person"


def test_others_do_not_decide(town: Town) -> None:
    number = waiting_case(town)
    stranger = town.staff("liangwei", "梁伟", actors.SERVICES, "督查")
    seen = city.case(number).evidence_hash
    with pytest.raises(NotFound):
        decide(number, "refuse", WHY, seen, {}, actor=stranger.actor, at=clock.now())
    with pytest.raises(Forbidden):  # she may read it, being a party; deciding is not hers
        decide(number, "refuse", WHY, seen, {}, actor=town.daughter.actor, at=clock.now())
    assert city.case(number).decision is None


def test_a_person_the_register_does_not_know_goes_to_a_clerk(town: Town) -> None:
    number = city.send(town.daughter.actor, city.other("王桂花", "990101194403150046"))
    city.settle()
    case = city.case(number)
    assert case.summary.state == "with_person"
    [duty] = duties.duties_of(town.clerk.actor)
    assert (duty.kind, duty.about) == ("case", ("case", number))
    page = town.daughter.client.get(f"/cases/{number}/").content.decode()
    assert "正在等清和市民政局的人来看" in page
    assert "没有查到这个人" not in page  # whether a name and a number belong together is not told to who guesses them
    desk = town.clerk.client.get(f"/desk/cases/{number}").content.decode()
    assert "没有查到这个人" in desk or "查无此人" in desk
