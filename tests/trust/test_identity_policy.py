"""Who may do what with accounts: every writing operation against every role."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

import actors
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _second_factor, api
from zhengtong.trust.identity.data import AT_WINDOW

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
Write = Callable[[dict[str, actors.Role], Actor], object]


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def create_staff(_: dict[str, actors.Role], actor: Actor) -> object:
    return api.create_staff(username="new", name="新人", password=actors.PASSWORD, actor=actor, at=AT)


def register_agent(_: dict[str, actors.Role], actor: Actor) -> object:
    return api.register_company_agent(
        name="新人",
        id_number="990101199009140280",
        phone="19900000280",
        password=actors.PASSWORD,
        company=("91990101MB0000007K", "清和面馆有限公司"),
        actor=actor,
        at=AT,
    )


def appoint(roles: dict[str, actors.Role], actor: Actor) -> object:
    account = roles["other_staff"].actor.id
    return api.appoint(account, actors.CIVIL_AFFAIRS, "救助科科长", since=date(2026, 1, 1), actor=actor, at=AT)


def end_appointment(roles: dict[str, actors.Role], actor: Actor) -> object:
    held = api.appointments_of(roles["other_staff"].actor.id)[0]
    return api.end_appointment(held.id, until=date(2026, 12, 31), actor=actor, at=AT)


def verify(roles: dict[str, actors.Role], actor: Actor) -> object:
    return api.set_real_name_level(roles["other_resident"].actor.id, [AT_WINDOW], actor=actor, at=AT)


def reset_resident(roles: dict[str, actors.Role], actor: Actor) -> object:
    return api.reset_access(roles["other_resident"].actor.id, actor=actor, at=AT)


def reset_staff(roles: dict[str, actors.Role], actor: Actor) -> object:
    return api.reset_access(roles["other_staff"].actor.id, actor=actor, at=AT)


# Operation → the roles of tests/actors.py that may do it. The window of the hall is not among them: nobody verifies.
ALLOWED: list[tuple[Write, set[str]]] = [
    (create_staff, {"admin_system"}),
    (register_agent, {"admin_system"}),
    (appoint, {"admin_security"}),
    (end_appointment, {"admin_security"}),
    (verify, set()),
    (reset_resident, set()),
    (reset_staff, {"admin_system"}),
]


@pytest.mark.parametrize(("write", "allowed"), ALLOWED, ids=[write.__name__ for write, _ in ALLOWED])
def test_every_write_against_every_role(write: Write, allowed: set[str]) -> None:
    roles = actors.cast()
    refused = set()
    for name in actors.ROLES:
        try:
            write(roles, roles[name].actor)
        except Forbidden:
            refused.add(name)
    assert refused == set(actors.ROLES) - allowed


def test_a_window_gives_a_resident_a_new_way_in() -> None:
    account = actors.resident("李敏", actors.LI_MIN, "19900000028")
    user = get_user_model().objects.get(pk=account.row)
    _second_factor.enrol(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    browser = actors.signed_in(account)
    window = Actor("staff", "user:999", "窗口", permissions=frozenset({"identity.verify"}))
    password = api.reset_access(account.id, actor=window, at=AT)
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(actors.PASSWORD)
    assert len(password) == 16
    assert browser.get("/account/").status_code == 302
    newest = audit.entries_about(account.person)[0]
    assert (newest.action.name, newest.detail) == ("identity.access_reset", {})
    with pytest.raises(Forbidden):
        api.reset_access(account.id, actor=actors.actor_of(account), at=AT)
    assert api.reset_access(account.id, actor=system("test"), at=AT) != password
