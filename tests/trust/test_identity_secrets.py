"""What identifies people stands nowhere in the database in clear; demo accounts are made once and kept to ourselves."""

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

import actors
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden
from zhengtong.trust.identity import _second_factor, api
from zhengtong.trust.identity._demo import read_accounts
from zhengtong.trust.identity.data import Level, Reach
from zhengtong.trust.keys import api as keys
from zhengtong.trust.organisations import api as organisations

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def everything_stored() -> str:
    """Every value of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def test_nothing_that_identifies_a_resident_is_stored_in_clear() -> None:
    stated = api.register_resident(
        name="欧阳明月",
        id_number="990101197207300426",
        phone="19900000426",
        password=actors.PASSWORD,
        actor=system("test"),
        at=AT,
    )
    proven = actors.resident("李敏", actors.LI_MIN, "19900000028")
    client = Client()
    client.post("/account/login", {"login": "19900000028", "password": "wrong-wrong-wrong"})
    client.post("/account/login", {"login": "19900000028", "password": actors.PASSWORD})
    client.post("/account/login", {"login": "13812345678", "password": actors.PASSWORD})
    _second_factor.enrol(get_user_model().objects.get(pk=proven.row), SECRET)
    stored = everything_stored()
    decoded = stored + "\n".join(
        str(session.get_decoded()) for session in apps.get_model("sessions.Session").objects.all()
    )
    assert stated.username in stored
    assert "identity.signed_in" in stored
    for secret in (
        "欧阳明月",
        "990101197207300426",
        "19900000426",
        "李敏",
        actors.LI_MIN,
        "19900000028",
        "13812345678",
    ):
        assert secret not in decoded, secret
    for secret in (SECRET, actors.PASSWORD, "wrong-wrong-wrong"):
        assert secret not in decoded, secret


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_hold_no_resident(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads the file of SQLite")
    actors.resident("李敏", actors.LI_MIN, "19900000028")
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    raw = copy.read_bytes()
    assert b"u01" in raw  # the account is in there …
    for secret in ("李敏", actors.LI_MIN, "19900000028"):
        assert secret.encode() not in raw  # … and its holder is not


@pytest.fixture
def home(settings: Any, tmp_path: Path, repository: Path) -> Path:
    settings.ZHENGTONG_HOME, settings.ZHENGTONG_DEMO = tmp_path, True
    keys.make()
    organisations.load(repository / "demo" / "organisations.yaml", actor=system("demo"), at=AT)
    return tmp_path


def test_demo_accounts_are_made_once_and_work(home: Path, repository: Path) -> None:
    path = repository / "demo" / "accounts.yaml"
    first = api.load_demo_accounts(path, actor=system("demo"), at=AT)
    file = home / "demo-accounts.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_text(encoding="utf-8")
    users = get_user_model().objects.count()
    assert api.load_demo_accounts(path, actor=system("demo"), at=AT) == first
    assert (file.read_text(encoding="utf-8"), get_user_model().objects.count()) == (written, users)
    assert len({account.password for account in first}) == len(first)
    for given in first:
        user = get_user_model().objects.get(username=api.username_for(given.login))
        assert user.check_password(given.password), given.login
        assert api.is_demo_password_account(user)
        assert bool(given.totp) == (user.kind != "resident")
        assert bool(api.actor_for(user).post) == (user.kind != "resident")
    li_min = api.account_of(get_user_model().objects.get(username=api.username_for("19900000028")))
    assert li_min is not None
    assert (li_min.name, li_min.level) == ("李敏", Level.REAL_NAME)
    assert api.reach_of(li_min.person).email == "limin@qinghe.example"
    assert "limin@qinghe.example" not in everything_stored()
    assert api.reach_of("nobody") == Reach("", "")
    administrators = get_user_model().objects.filter(kind="administrator")
    sets = [
        api.actor_for(user).permissions & {"admin.system", "admin.security", "admin.audit"} for user in administrators
    ]
    assert sorted(map(sorted, sets)) == [["admin.audit"], ["admin.security"], ["admin.system"]]


def test_a_first_run_that_was_killed_is_finished_by_the_next(home: Path, repository: Path) -> None:
    path = repository / "demo" / "accounts.yaml"
    api.load_demo_accounts(path, actor=system("demo"), at=AT)
    kept = read_accounts()
    get_user_model().objects.get(username="liangwei").appointments.all().delete()  # type: ignore[attr-defined]
    assert api.load_demo_accounts(path, actor=system("demo"), at=AT) == kept
    assert api.actor_for(get_user_model().objects.get(username="liangwei")).post == "督查"


def test_demo_accounts_exist_only_in_a_demo_home(home: Path, repository: Path, settings: Any) -> None:
    path = repository / "demo" / "accounts.yaml"
    clerk = Actor("staff", "user:1", "甲", permissions=frozenset({"accounts.manage"}))
    with pytest.raises(Forbidden):
        api.load_demo_accounts(path, actor=clerk, at=AT)
    settings.ZHENGTONG_DEMO = False
    with pytest.raises(Forbidden):
        api.load_demo_accounts(path, actor=system("demo"), at=AT)
    assert not (home / "demo-accounts.txt").exists()
