"""Duties: given to posts, unknown to others, lit by their due date."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api
from zhengtong.office.duties.data import DutyClosed, DutyData
from zhengtong.office.duties.models import Duty
from zhengtong.trust.audit import api as audit
from zhengtong.trust.organisations.models import Organisation, Region

OFFICE, OTHER = "11100000MB03271699", "12370202MB0327100A"
AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
CLERK = Actor(
    kind="staff", id="user:9", name="梁伟", organisation=OFFICE, post="受理岗", permissions=frozenset({"cases.decide"})
)


@pytest.fixture(autouse=True)
def offices(db: None, legal_time: Any) -> None:
    region = Region.objects.create(code="370000", name="演示省", level=2)
    for code in (OFFICE, OTHER):
        Organisation.objects.create(code=code, name=f"演示单位{code}", short_name=code[:6], region=region)


def given(
    about: str = "C-1", due: date = date(2026, 12, 7), organisation: str = OFFICE, actor: Actor | None = None
) -> DutyData:
    return api.open_duty(
        kind="rating.callback",
        organisation=organisation,
        permission="cases.decide",
        title=Text("回访差评", "Call back about a bad rating"),
        about=("case", about),
        due=due,
        actor=actor or system("test"),
        at=AT,
    )


@pytest.mark.parametrize(
    ("due", "lamp", "days_left"),
    [
        (date(2026, 12, 7), "plain", 14),
        (date(2026, 11, 29), "plain", 6),
        (date(2026, 11, 28), "near", 5),
        (date(2026, 11, 23), "near", 0),
        (date(2026, 11, 22), "late", -1),
    ],
)
def test_the_lamp_follows_the_due_date(due: date, lamp: str, days_left: int) -> None:
    """Today is 23 November 2026."""
    duty = given(due=due)
    assert (duty.lamp, duty.days_left) == (lamp, days_left)


def test_the_day_is_the_day_in_china(legal_time: Any) -> None:
    """23:59 in China on the due date is not late, one minute later it is."""
    given(due=date(2026, 11, 23))
    legal_time.move_to(datetime(2026, 11, 23, 23, 59, tzinfo=clock.CHINA))
    assert api.duties_of(CLERK)[0].lamp == "near"
    legal_time.move_to(datetime(2026, 11, 24, 0, 0, tzinfo=clock.CHINA))
    assert api.duties_of(CLERK)[0].lamp == "late"


def test_a_post_sees_its_duties_most_urgent_first(django_assert_num_queries: Any) -> None:
    later, sooner = given("C-1"), given("C-2", due=date(2026, 11, 25))
    given("C-3", organisation=OTHER)
    with django_assert_num_queries(1):
        assert [duty.id for duty in api.duties_of(CLERK)] == [sooner.id, later.id]
    assert [duty.id for duty in api.open_about(("case", "C-1"))] == [later.id]


@pytest.mark.parametrize(
    "stranger",
    [
        replace(CLERK, organisation=OTHER),
        replace(CLERK, permissions=frozenset()),
        replace(CLERK, permissions=frozenset({"cases.read"})),
        replace(CLERK, organisation=""),
        replace(CLERK, kind="resident"),
        replace(CLERK, kind="department"),
        ANONYMOUS,
    ],
)
def test_others_do_not_know_of_a_duty(stranger: Actor) -> None:
    duty = given()
    assert api.duties_of(stranger) == ()
    with pytest.raises(NotFound):
        api.duty(duty.id, actor=stranger)
    with pytest.raises(NotFound):
        api.close_duty(duty.id, actor=stranger, at=AT)
    assert Duty.objects.get().closed_at is None


def test_a_closed_duty_is_done_and_told_once() -> None:
    duty = given(due=date(2026, 11, 25))
    closed = api.close_duty(duty.id, actor=CLERK, at=AT, reason="已回访")
    assert (closed.lamp, closed.days_left, closed.closed_at) == ("done", 2, AT)
    assert api.duties_of(CLERK) == () and api.open_about(("case", "C-1")) == ()
    assert api.duty(duty.id, actor=CLERK).lamp == "done"
    with pytest.raises(DutyClosed):
        api.close_duty(duty.id, actor=CLERK, at=AT)
    assert OutboxEvent.objects.filter(name="office.duties.closed").count() == 1
    entries = audit.entries_on("duty", duty.id)
    assert [entry.action.name for entry in entries] == ["office.duties.closed", "office.duties.opened"]
    assert (entries[0].post, entries[0].reason) == ("受理岗", "已回访")


def test_the_days_left_of_a_closed_duty_stand_still(legal_time: Any) -> None:
    duty = given(due=date(2026, 11, 25))
    api.close_duty(duty.id, actor=CLERK, at=AT)
    legal_time.move_to(AT + timedelta(days=30))
    assert api.duty(duty.id, actor=CLERK).days_left == 2


def test_the_platform_may_close() -> None:
    assert api.close_duty(given().id, actor=system("worker"), at=AT).closed_at == AT


def test_the_same_duty_is_opened_once_and_again_after_closing() -> None:
    first = given()
    assert given(due=date(2027, 1, 1)) == first
    api.close_duty(first.id, actor=CLERK, at=AT)
    assert given().id != first.id


def test_nobody_in_particular_opens_none_but_a_residents_act_may() -> None:
    with pytest.raises(Forbidden):
        given(actor=ANONYMOUS)
    assert given(actor=Actor(kind="resident", id="user:1", name="王强", person="P")).id


def test_a_failed_transaction_opens_none() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        given()
        raise RuntimeError
    assert not Duty.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_unknown_organisation_is_no_place_for_a_duty() -> None:
    with pytest.raises(IntegrityError):
        given(organisation="91350100M000100Y43")


def test_an_unknown_duty_is_not_found() -> None:
    with pytest.raises(NotFound):
        api.close_duty("nothing", actor=CLERK, at=AT)
