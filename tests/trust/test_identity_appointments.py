"""Posts are held from a day to a day; three administrators are three people."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import actors
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.organisations import api as organisations

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEST = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(settings: Any, repository: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    organisations.load(repository / "demo" / "organisations.yaml", actor=TEST, at=AT)


def holder(username: str, id_number: str = "", *, administrator: bool = False) -> AccountData:
    return api.create_staff(
        username=username,
        name="某人",
        password=actors.PASSWORD,
        administrator=administrator,
        id_number=id_number,
        actor=TEST,
        at=AT,
    )


def test_a_post_is_held_from_its_first_day_to_its_last(legal_time: Any) -> None:
    account = holder("jia")
    api.appoint(
        account.id,
        actors.CIVIL_AFFAIRS,
        "救助科经办",
        since=date(2026, 11, 24),
        until=date(2026, 11, 25),
        actor=TEST,
        at=AT,
    )
    # Monday 23 Nov: not yet. 24 and 25 Nov: in the post. 26 Nov: no longer. Days are China's: 25 Nov 23:59.
    expected = [(23, 10, 0, ""), (24, 0, 0, "救助科经办"), (25, 23, 59, "救助科经办"), (26, 0, 0, "")]
    for day, hour, minute, post in expected:
        legal_time.move_to(datetime(2026, 11, day, hour, minute, tzinfo=clock.CHINA))
        actor = actors.actor_of(account)
        assert (actor.post, actor.may("cases.handle")) == (post, bool(post)), day


def test_the_newest_post_counts(legal_time: Any) -> None:
    account = holder("jia")
    for post, since in (("救助科经办", date(2025, 1, 1)), ("救助科科长", date(2026, 1, 1))):
        api.appoint(account.id, actors.CIVIL_AFFAIRS, post, since=since, actor=TEST, at=AT)
    assert actors.actor_of(account).post == "救助科科长"
    assert [each.post for each in api.appointments_of(account.id)] == ["救助科科长", "救助科经办"]


def test_the_end_of_an_appointment_is_announced(legal_time: Any) -> None:
    account = holder("jia")
    given = api.appoint(account.id, actors.CIVIL_AFFAIRS, "救助科经办", since=date(2026, 1, 1), actor=TEST, at=AT)
    ended = api.end_appointment(given.id, until=date(2026, 11, 22), actor=TEST, at=AT)
    assert ended.until == date(2026, 11, 22)
    assert actors.actor_of(account).post == ""
    fact = OutboxEvent.objects.get(name="trust.identity.appointment_ended")
    assert fact.payload == {
        "account": account.id,
        "organisation": actors.CIVIL_AFFAIRS,
        "post": "救助科经办",
        "until": "2026-11-22",
    }
    names = [entry.action.name for entry in audit.entries_on("account", account.id)]
    assert names == [
        "identity.sessions_ended",
        "identity.appointment_ended",
        "identity.appointed",
        "identity.staff_created",
    ]
    with pytest.raises(api.BadPeriod):
        api.end_appointment(given.id, until=date(2025, 12, 31), actor=TEST, at=AT)
    with pytest.raises(NotFound):
        api.end_appointment(given.id + 1000, until=date(2026, 12, 31), actor=TEST, at=AT)


SYSTEM = (actors.SERVICES, "系统管理员")
SECURITY = (actors.SERVICES, "安全管理员")
AUDIT = (actors.AUDIT, "审计管理员")


@pytest.mark.parametrize(("first", "second"), [(SYSTEM, SECURITY), (SECURITY, AUDIT), (AUDIT, SYSTEM)])
def test_three_administrators_are_three_people(first: tuple[str, str], second: tuple[str, str]) -> None:
    one = holder("one", actors.HE_JIAN, administrator=True)
    api.appoint(one.id, *first, since=date(2026, 1, 1), actor=TEST, at=AT)
    with pytest.raises(api.OneAdministratorOnly):
        api.appoint(one.id, *second, since=date(2026, 6, 1), actor=TEST, at=AT)
    same_person = holder("two", actors.HE_JIAN, administrator=True)
    with pytest.raises(api.OneAdministratorOnly):
        api.appoint(same_person.id, *second, since=date(2025, 1, 1), actor=TEST, at=AT)
    other = holder("three", actors.SUN_LI, administrator=True)
    api.appoint(other.id, *second, since=date(2026, 6, 1), actor=TEST, at=AT)
    assert actors.actor_of(one).permissions.isdisjoint(actors.actor_of(other).permissions)


def test_one_may_follow_another_when_the_first_has_ended() -> None:
    one = holder("one", actors.HE_JIAN, administrator=True)
    api.appoint(one.id, *SYSTEM, since=date(2025, 1, 1), until=date(2025, 12, 31), actor=TEST, at=AT)
    with pytest.raises(api.OneAdministratorOnly):
        api.appoint(one.id, *AUDIT, since=date(2025, 12, 31), actor=TEST, at=AT)
    api.appoint(one.id, *AUDIT, since=date(2025, 12, 31) + timedelta(days=1), actor=TEST, at=AT)


def test_an_administrator_is_a_known_person() -> None:
    with pytest.raises(api.UnknownHolder):
        api.appoint(holder("one").id, *SYSTEM, since=date(2026, 1, 1), actor=TEST, at=AT)


def test_nobody_appoints_without_permission_nor_themself() -> None:
    account = holder("one", actors.HE_JIAN)
    manager = Actor("administrator", "user:900", "安全", permissions=frozenset({"appointments.manage"}))
    myself = Actor("administrator", account.id, "安全", permissions=frozenset({"appointments.manage"}))
    system_administrator = Actor("administrator", "user:901", "系统", permissions=frozenset({"accounts.manage"}))
    for refused in (myself, system_administrator):
        with pytest.raises(Forbidden):
            api.appoint(account.id, *AUDIT, since=date(2026, 1, 1), actor=refused, at=AT)
    given = api.appoint(account.id, *AUDIT, since=date(2026, 1, 1), actor=manager, at=AT)
    with pytest.raises(Forbidden):
        api.end_appointment(given.id, until=date(2026, 12, 31), actor=myself, at=AT)


def test_what_makes_no_sense_is_refused() -> None:
    account = holder("one")
    first = date(2026, 1, 1)
    with pytest.raises(api.BadPeriod):
        api.appoint(account.id, actors.SERVICES, "督查", since=first, until=date(2025, 1, 1), actor=TEST, at=AT)
    with pytest.raises(NotFound):
        api.appoint(account.id, actors.SERVICES, "局长", since=first, actor=TEST, at=AT)
    resident = actors.resident("李敏", actors.LI_MIN, "19900000028")
    with pytest.raises(NotFound):
        api.appoint(resident.id, actors.SERVICES, "督查", since=first, actor=TEST, at=AT)
    api.appoint(account.id, actors.SERVICES, "督查", since=first, actor=TEST, at=AT)
    with pytest.raises(api.AlreadyHolds):
        api.appoint(account.id, actors.SERVICES, "督查", since=date(2026, 5, 1), actor=TEST, at=AT)
