"""Steps of a process: whose they are, in which order they were done, and that no two people do one."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

import actors
import town as city
from clocks import LegalTime
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import FinishedStep, NewProcessStep, ProcessStepData, StepKey, WaitingStep
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Forbidden, NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic

pytestmark = pytest.mark.django_db
VISIT, REVIEW, SHOWN = StepKey("visit", 1), StepKey("review", 1), StepKey("shown", 1)
STREET, HANDLE = "11990101MB0000006Q", "cases.handle"


@pytest.fixture
def number(town: Town) -> str:
    """A case just sent; the worker does not run, so that nothing moves by itself."""
    return city.send(town.daughter.actor)


@pytest.fixture
def visitor(town: Town) -> Actor:
    """A clerk of the street office: another organisation than the one that decides."""
    return town.staff("wanglin", "王林", STREET, "民政窗口经办").actor


def for_post(key: StepKey, organisation: str) -> NewProcessStep:
    return NewProcessStep(key, "person", Text("入户调查", "Home visit"), organisation, HANDLE)


def until(key: StepKey, moment: datetime) -> NewProcessStep:
    return NewProcessStep(key, "wait", Text("公示", "Publicity"), wait_until=moment)


def place(number: str, *steps: NewProcessStep, dropped: tuple[StepKey, ...] = ()) -> None:
    cases.place_steps(number, steps, dropped, actor=city.SYSTEM, at=clock.now())


def finish(number: str, key: StepKey, actor: Actor, outcome: str = "pass") -> None:
    made = FinishedStep(
        key, outcome, Text("通过", "passed"), "看过了", {"people": 4}, {"step": key.step, "outcome": outcome}
    )
    cases.finish_step(number, made, actor=actor, at=clock.now())


def waiting(actor: Actor) -> tuple[WaitingStep, ...]:
    return cases.queue(actor, at=clock.now(), steps=100).steps


def step(number: str, key: StepKey) -> ProcessStepData:
    return next(one for one in cases.process_steps(number) if one.key == key)


def test_another_offices_step_opens_the_case_to_its_clerk_alone(town: Town, number: str, visitor: Actor) -> None:
    with pytest.raises(NotFound):
        cases.case(number, actor=visitor, at=clock.now())
    place(number, for_post(VISIT, STREET))
    assert cases.case(number, actor=visitor, at=clock.now()).summary.number == number
    assert [(one.summary.number, one.step.key) for one in waiting(visitor)] == [(number, VISIT)]
    assert waiting(town.clerk.actor) == ()
    with pytest.raises(Forbidden):  # the deciding office reads the case; the visit is not its own
        finish(number, VISIT, town.clerk.actor)
    with pytest.raises(Forbidden):
        finish(number, VISIT, town.daughter.actor)


def test_what_was_done_is_a_log_in_the_order_it_was_done(town: Town, number: str, visitor: Actor) -> None:
    place(number, for_post(REVIEW, actors.CIVIL_AFFAIRS), for_post(VISIT, STREET))
    finish(number, VISIT, visitor, "poor")
    finish(number, REVIEW, town.clerk.actor)
    log = [(one.key, one.place, one.outcome, one.done_by) for one in cases.process_steps(number)]
    assert log == [(VISIT, 1, "poor", "民政窗口经办 王林"), (REVIEW, 2, "pass", "救助科经办 周敏")]
    assert step(number, VISIT).result == {"people": 4}
    assert [one.text.zh for one in city.case(number).steps][:2] == ["入户调查：通过", "入户调查：通过"]


def test_a_step_is_done_once(number: str, visitor: Actor) -> None:
    place(number, for_post(VISIT, STREET))
    place(number, for_post(VISIT, STREET))  # told twice, opened once
    finish(number, VISIT, visitor)
    with pytest.raises(Conflict):
        finish(number, VISIT, visitor)
    place(number, for_post(VISIT, STREET))  # and a step that is done stays done
    assert [one.state for one in cases.process_steps(number)] == ["done"]


def test_a_loop_comes_back_as_the_next_occurrence(number: str, visitor: Actor) -> None:
    again = StepKey("visit", 2)
    place(number, for_post(VISIT, STREET))
    finish(number, VISIT, visitor)
    place(number, for_post(again, STREET))
    assert [one.key for one in cases.process_steps(number)] == [VISIT, again]


def test_two_clerks_never_do_one_step(town: Town, number: str, visitor: Actor) -> None:
    colleague = town.staff("zhaoning", "赵宁", STREET, "民政窗口经办").actor
    place(number, for_post(VISIT, STREET))
    cases.take_step(number, VISIT, actor=visitor, at=clock.now())
    with pytest.raises(cases.HeldByAnother, match="王林"):
        finish(number, VISIT, colleague)
    with pytest.raises(cases.HeldByAnother):
        cases.take_step(number, VISIT, actor=colleague, at=clock.now())
    with pytest.raises(cases.HeldByAnother):  # only who holds it hands it over
        cases.hand_over_step(number, VISIT, "我来办", actor=colleague, at=clock.now())
    cases.hand_over_step(number, VISIT, "请赵宁接着办", actor=visitor, at=clock.now())
    finish(number, VISIT, colleague)
    assert step(number, VISIT).done_by == "民政窗口经办 赵宁"


def test_what_a_leaving_clerk_held_goes_back_to_the_post(town: Town, number: str, visitor: Actor) -> None:
    colleague = town.staff("zhaoning", "赵宁", STREET, "民政窗口经办").actor
    place(number, for_post(VISIT, STREET), for_post(StepKey("visit", 2), STREET))
    cases.take_step(number, VISIT, actor=visitor, at=clock.now())
    gone = replace(visitor, organisation="", post="", permissions=frozenset())
    [passed] = cases.pass_on_steps(gone, None, "调走了", actor=city.SYSTEM, at=clock.now())
    assert (passed.number, passed.holder) == (number, "")
    finish(number, VISIT, colleague)


def test_a_wait_is_over_when_its_time_has_come_and_not_before(number: str, legal_time: LegalTime) -> None:
    place(number, until(SHOWN, clock.now() + timedelta(days=7)))
    legal_time.move_to(clock.now() + timedelta(days=6, hours=23))
    assert cases.waits_over(10) == ()
    legal_time.move_to(clock.now() + timedelta(hours=1))
    assert cases.waits_over(10) == ((number, SHOWN),)
    finish(number, SHOWN, city.SYSTEM, "")
    assert cases.waits_over(10) == ()


def test_the_log_is_what_the_process_wrote_in_order(town: Town, number: str, visitor: Actor) -> None:
    cases.begin_process(number, {"step": "Start"}, actor=city.SYSTEM, at=clock.now())
    place(number, for_post(REVIEW, actors.CIVIL_AFFAIRS), for_post(VISIT, STREET))
    finish(number, VISIT, visitor, "poor")
    finish(number, REVIEW, town.clerk.actor)
    with atomic():
        log = cases.held_log(number, actor=visitor)
    assert [entry["step"] for entry in log] == ["Start", "visit", "review"]
    assert city.case(number).summary.state == "in_process"


def test_what_the_applicant_does_is_theirs_alone(town: Town, number: str) -> None:
    mended = StepKey("mended", 1)
    place(number, NewProcessStep(mended, "wait", Text("补齐", "Completed"), by_applicant=True))
    for other in (town.clerk.actor, city.SYSTEM):
        with pytest.raises(NotFound):
            finish(number, mended, other)
    finish(number, mended, town.daughter.actor, "")
    assert step(number, mended).state == "done"


def test_the_limits_run_from_acceptance(town: Town, number: str, legal_time: LegalTime) -> None:
    place(number, for_post(REVIEW, actors.CIVIL_AFFAIRS))
    legal_time.move_to(clock.now() + timedelta(days=3))  # Thursday 26 November
    made = FinishedStep(REVIEW, "accept", Text("受理", "Accepted"), "", {}, {}, accepts=True)
    cases.finish_step(number, made, actor=town.clerk.actor, at=clock.now())
    # Fri 27 (1), weeks of 30 Nov (6), 7 (11), 14 (16), Mon 21 to Thu 24 December (20)
    assert city.case(number).legal_due == date(2026, 12, 24)


def test_a_wait_is_no_clerks_to_end(number: str, visitor: Actor) -> None:
    place(number, for_post(VISIT, STREET), until(SHOWN, clock.now() + timedelta(days=7)))
    with pytest.raises(Forbidden):
        finish(number, SHOWN, visitor)


def test_a_dropped_step_is_gone(number: str, visitor: Actor) -> None:
    place(number, for_post(VISIT, STREET))
    place(number, dropped=(VISIT,))
    with pytest.raises(NotFound):  # and with it the look into the case
        finish(number, VISIT, visitor)
    assert waiting(visitor) == ()


def test_only_the_platform_places_steps(number: str, visitor: Actor) -> None:
    with pytest.raises(Forbidden):
        cases.place_steps(number, [for_post(VISIT, STREET)], (), actor=visitor, at=clock.now())


def test_a_party_does_no_step_of_their_own_case(town: Town, number: str, visitor: Actor) -> None:
    own = replace(visitor, person=town.daughter.actor.person)
    place(number, for_post(VISIT, STREET))
    with pytest.raises(Forbidden):
        finish(number, VISIT, own)


def test_reading_takes_one_statement(
    number: str, visitor: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place(number, *(for_post(StepKey("visit", n), STREET) for n in range(1, 6)))
    with django_assert_num_queries(1):
        assert len(cases.process_steps(number)) == 5
    # the cases of the office, the steps, and four for the record with its transaction
    with django_assert_num_queries(6):
        assert len(waiting(visitor)) == 5


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner of PostgreSQL goes by how many rows there are")
def test_who_looks_for_waits_does_not_go_through_the_cases(number: str, visitor: Actor) -> None:
    """What the database noted while few cases were there and no waits: it took a million of them one by one."""
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        cursor.execute("ANALYZE")
        cases.waits_behind(visitor)
        cursor.execute(f"EXPLAIN QUERY PLAN {queries.captured_queries[-1]['sql']}")
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert plan.startswith("SEARCH cases_processstep USING INDEX process_step_wait")
    assert "SCAN" not in plan
