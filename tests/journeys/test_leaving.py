"""Nothing a clerk held is stuck when they have left; nobody stays signed in to a post they no longer hold.

The service is tests/journeys/services/home-care. 王林 of the subdistrict visits; 赵宁 is her colleague.
"""

import argparse
import random
from datetime import date, datetime

import pytest

import actors
import care
from care import do, opened, seen
from clocks import LegalTime
from town import Somebody, Town
from zhengtong.channels.console.commands import accounts as command
from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import ProcessStep
from zhengtong.journeys.leave import leave, pass_on_left
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
VISIT = StepKey("visit", 1)
SYSTEM = system("test")
TODAY, YESTERDAY, LATER = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 27)
NODE = Node(home=None, port=8000, language="zh-Hans", wsgi="")  # type: ignore[arg-type]


@pytest.fixture
def leaver(town: Town, legal_time: LegalTime) -> Somebody:
    """王林, in her post for a day when the tests begin."""
    legal_time.move_to(datetime(2026, 11, 22, 9, tzinfo=clock.CHINA))
    somebody = town.staff("wanglin", "王林", care.STREET, care.STREET_POST)
    legal_time.move_to(datetime(2026, 11, 23, 9, tzinfo=clock.CHINA))
    return somebody


@pytest.fixture
def colleague(town: Town) -> Somebody:
    return town.staff("zhaoning", "赵宁", care.STREET, care.STREET_POST)


@pytest.fixture
def partner(town: Town) -> Somebody:
    """Who goes along on a visit, which needs two."""
    return town.staff("sunjing", "孙静", care.STREET, care.STREET_POST)


@pytest.fixture
def number(town: Town, leaver: Somebody) -> str:
    """A case whose visit 王林 has taken."""
    care.load()
    return taken(town, leaver)


def taken(town: Town, by: Somebody) -> str:
    number = care.send(town.daughter.actor)
    do(number, "accept", town.clerk.actor, outcome="accept")
    cases.take_step(number, VISIT, actor=by.actor, at=clock.now())
    return number


def gone(leaver: Somebody, last_day: date, to: Somebody | None = None) -> None:
    successor = to.account.id if to else ""
    leave(leaver.account.id, last_day=last_day, successor=successor, actor=SYSTEM, at=clock.now())


def test_what_was_held_is_listed_and_goes_to_the_colleague_named(
    number: str, leaver: Somebody, colleague: Somebody, partner: Somebody
) -> None:
    left = leave(leaver.account.id, last_day=YESTERDAY, successor=colleague.account.id, actor=SYSTEM, at=clock.now())
    assert [(one.number, one.name.zh, one.holder) for one in left.steps] == [(number, "上门看看", "赵宁")]
    assert [(one.post, one.until) for one in left.posts] == [(care.STREET_POST, YESTERDAY)]
    step = opened(number)["visit"]
    assert (step.held_by, step.held_by_name) == (colleague.account.id, "赵宁")
    [entry, *_] = [one for one in audit.entries_on("case", number) if one.action.name == "cases.step_handed_over"]
    assert (entry.reason, entry.detail["to"]) == ("离岗交接", colleague.account.id)
    seen(number, colleague.actor, partner.actor)


def test_without_a_name_it_goes_back_to_the_office(
    number: str, leaver: Somebody, colleague: Somebody, partner: Somebody
) -> None:
    gone(leaver, YESTERDAY)
    assert opened(number)["visit"].held_by == ""
    seen(number, colleague.actor, partner.actor)
    with pytest.raises((Forbidden, NotFound)):
        do(number, "objection", actors.actor_of(leaver.account), what="还想办")


def test_a_colleague_whose_post_cannot_do_it_does_not_get_it(town: Town, number: str, leaver: Somebody) -> None:
    gone(leaver, YESTERDAY, town.clerk)  # of the bureau, not of the subdistrict
    assert opened(number)["visit"].held_by == ""


def test_nothing_changes_before_the_last_day_is_over(
    number: str, leaver: Somebody, colleague: Somebody, legal_time: LegalTime
) -> None:
    gone(leaver, LATER, colleague)
    work.run_all()
    assert opened(number)["visit"].held_by == leaver.account.id
    legal_time.move_to(datetime(2026, 11, 27, 23, 59, tzinfo=clock.CHINA))
    work.run_all()
    assert opened(number)["visit"].held_by == leaver.account.id
    assert leaver.client.get("/desk/").status_code == 200
    legal_time.move_to(datetime(2026, 11, 28, 0, 1, tzinfo=clock.CHINA))
    work.run_all()
    assert opened(number)["visit"].held_by == colleague.account.id
    assert leaver.client.get("/desk/").status_code == 302  # to sign in


def test_the_sessions_of_who_left_end_and_no_others(number: str, leaver: Somebody, colleague: Somebody) -> None:
    assert leaver.client.get("/desk/").status_code == 200
    gone(leaver, YESTERDAY)
    assert leaver.client.get("/desk/").status_code == 302
    assert colleague.client.get("/desk/").status_code == 200
    names = [one.action.name for one in audit.entries_on("account", leaver.account.id)]
    assert "identity.sessions_ended" in names and "identity.appointment_ended" in names


def test_a_post_that_loses_its_permission_keeps_nothing(number: str, leaver: Somebody) -> None:
    Post.objects.filter(organisation=care.STREET, name=care.STREET_POST).update(permissions=[])
    assert pass_on_left() == 1
    assert opened(number)["visit"].held_by == ""
    assert pass_on_left() == 0


def test_a_step_taken_in_the_moment_of_leaving_is_found(number: str, leaver: Somebody) -> None:
    as_seen_before = leaver.actor
    gone(leaver, YESTERDAY)
    cases.take_step(number, VISIT, actor=as_seen_before, at=clock.now())
    work.run_all()
    assert opened(number)["visit"].held_by == ""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whoever_leaves_however_nobody_left_holds_anything(
    town: Town, leaver: Somebody, colleague: Somebody, partner: Somebody, legal_time: LegalTime, seed: int
) -> None:
    chosen = random.Random(seed)
    care.load()
    staff = [leaver, colleague]
    for _ in range(4):
        taken(town, chosen.choice(staff))
    for somebody in chosen.sample(staff, 2):
        gone(somebody, chosen.choice([TODAY, LATER]), chosen.choice([None, *(one for one in staff if one != somebody)]))
    for day in (24, 28):
        legal_time.move_to(datetime(2026, 11, day, 9, tzinfo=clock.CHINA))
        work.run_all()
        for row in ProcessStep.objects.filter(state="open").exclude(held_by=""):
            holder = identity.actor_of(row.held_by)
            assert holder.organisation == row.organisation_id and holder.may(row.permission)
    assert not ProcessStep.objects.filter(state="open").exclude(held_by="").exists()
    for step in ProcessStep.objects.filter(state="open", step="visit").select_related("case"):
        next_one = town.staff(f"new{step.pk}", "新人", care.STREET, care.STREET_POST)
        seen(step.case.number, next_one.actor, partner.actor)


def test_who_has_no_post_does_not_leave_and_only_staff_succeed(town: Town, leaver: Somebody) -> None:
    for account, successor in (
        (town.daughter.account.id, ""),
        ("user:0", ""),
        (leaver.account.id, leaver.account.id),
        (leaver.account.id, town.daughter.account.id),
    ):
        with pytest.raises(NotFound):
            leave(account, last_day=TODAY, successor=successor, actor=SYSTEM, at=clock.now())
    with pytest.raises(Forbidden):
        leave(leaver.account.id, last_day=TODAY, actor=town.clerk.actor, at=clock.now())
    assert identity.appointments_of(leaver.account.id)[0].until is None


def test_the_command_says_what_goes_where(
    number: str, leaver: Somebody, colleague: Somebody, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.leave(argparse.Namespace(username="wanglin", last_day=YESTERDAY, to="zhaoning"), NODE) == GOOD
    told = capsys.readouterr().out
    assert "王林的“民政窗口经办”做到 2026-11-22。" in told
    assert "登录已退出。交出去 1 步：" in told and f"{number} 上门看看：赵宁" in told


def test_the_command_warns_when_nobody_is_left(
    number: str, leaver: Somebody, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.leave(argparse.Namespace(username="wanglin", last_day=None, to=None), NODE) == BAD
    told = capsys.readouterr()
    assert "王林的“民政窗口经办”做到 2026-11-23。" in told.out and f"{number} 上门看看：本单位" in told.out
    assert f"{care.STREET}没有别人在这个岗位上了" in told.err
