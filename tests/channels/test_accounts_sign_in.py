"""Signing in through the pages: password, lock-out, sessions, the way back, opening an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

import actors
from sign_in import LOGIN, MINE, OVERVIEW, SIGNUP, acts, enter, is_in
from zhengtong.kernel import clock
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity.data import AccountData, Level
from zhengtong.trust.identity.sessions import kept_under

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def li_min() -> AccountData:
    return actors.resident("李敏", actors.LI_MIN, "19900000028")


@pytest.mark.parametrize("typed", ["19900000028", " 19900000028 "])
def test_a_resident_signs_in_by_phone(li_min: AccountData, typed: str) -> None:
    client = Client()
    answer = enter(client, typed)
    assert (answer.status_code, answer["Location"]) == (302, MINE)
    assert is_in(client)
    assert acts(li_min) == [("signed_in", False)]


def test_the_session_changes_at_sign_in_and_ends_at_sign_out(li_min: AccountData) -> None:
    client = Client()
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    enter(client)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=kept_under(planted)).exists()
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    assert client.get("/account/logout").status_code == 200
    assert is_in(client)
    client.post("/account/logout")
    assert not is_in(client)
    assert acts(li_min) == [("signed_in", False), ("signed_out", None)]


def test_over_tls_the_cookies_are_secure(li_min: AccountData) -> None:
    client = Client()
    client.get(LOGIN, secure=True)
    client.post(LOGIN, {"login": "19900000028", "password": actors.PASSWORD}, secure=True)
    assert client.cookies["sessionid"]["secure"]
    assert client.cookies["csrftoken"]["secure"]


def test_the_way_back_is_kept_but_never_leads_elsewhere(li_min: AccountData) -> None:
    page = Client().get(f"{LOGIN}?next=/mine%3Fpage%3D2").content.decode()
    assert '<input type="hidden" name="next" value="/mine?page=2">' in page
    assert enter(Client(), next="/mine?page=2")["Location"] == "/mine?page=2"
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil"):
        assert enter(Client(), next=elsewhere)["Location"] == MINE, elsewhere


def test_a_wrong_password_says_so_and_keeps_nothing_that_was_typed(li_min: AccountData) -> None:
    answer = enter(Client(), password="not-the-password")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "手机号（用户名）或密码不对" in page
    assert "not-the-password" not in page
    assert acts(li_min) == [("sign_in_failed", "password")]
    enter(Client(), login="19912345678", password="not-the-password")
    unknown = audit.entries_on("account", "unknown")
    assert [entry.detail for entry in unknown] == [{"why": "password"}]
    assert "19912345678" not in str(unknown)


def test_guessing_is_locked_out_even_with_the_right_password_and_another_host(
    li_min: AccountData, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for _ in range(5):
        enter(Client(), password="guess-guess-guess")
    locked = enter(Client()).content.decode()
    assert "先停 15 分钟" in locked
    assert (
        "先停 15 分钟"
        in Client(HTTP_HOST="other.example")
        .post(LOGIN, {"login": "19900000028", "password": actors.PASSWORD})
        .content.decode()
    )
    assert acts(li_min) == [("sign_in_failed", "password")] * 5 + [("sign_in_failed", "locked")] * 2
    other = actors.resident("汪云生", actors.WANG_YUNSHENG, "19900000116")
    assert enter(Client(), login="19900000116")["Location"] == MINE
    assert acts(other) == [("signed_in", False)]


def test_after_the_wait_the_right_password_works_again(li_min: AccountData, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        enter(Client(), password="guess-guess-guess")
    from allauth.core.internal import ratelimit

    later = clock.real_now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(ratelimit.time, "time", later.timestamp)
    assert enter(Client()).status_code == 302


def test_later_changes_ask_for_the_password_again(li_min: AccountData, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    enter(client)
    real_now, later = clock.real_now, timedelta(minutes=6)
    monkeypatch.setattr(clock, "real_now", lambda: real_now() + later)
    asked = client.get("/account/code/on")
    assert asked["Location"] == "/account/again?next=%2Faccount%2Fcode%2Fon"
    assert "再确认一次是您" in client.get(asked["Location"]).content.decode()
    assert "密码不对" in client.post(asked["Location"], {"password": "nonsense-nonsense"}).content.decode()
    monkeypatch.setattr(clock, "real_now", real_now)
    passed = client.post(asked["Location"], {"password": actors.PASSWORD})
    assert passed["Location"] == "/account/code/on"


def test_a_changed_password_ends_other_sessions(li_min: AccountData) -> None:
    here, elsewhere = Client(), Client()
    enter(here)
    enter(elsewhere)
    assert (
        "现在的密码不对"
        in here.post("/account/password", {"oldpassword": "x", "password1": "a-better-one-2026"}).content.decode()
    )
    for weak, words in (
        ("short", "太短"),
        ("4938271650", "全是数字"),
        ("password123", "很多人在用"),
        ("李敏李敏李敏19900000028", "太像"),
    ):
        page = here.post("/account/password", {"oldpassword": actors.PASSWORD, "password1": weak}).content.decode()
        assert words in page, weak
    done = here.post("/account/password", {"oldpassword": actors.PASSWORD, "password1": "a-better-one-2026"})
    assert "密码改好了" in here.get(done["Location"]).content.decode()
    assert not is_in(elsewhere)
    assert enter(Client(), password="a-better-one-2026").status_code == 302
    assert audit.entries_on("account", li_min.id)[1].action.name == "identity.password_changed"


def test_all_that_is_wrong_with_an_answer_is_said_at_once() -> None:
    typed = {"name": "李" * 303, "id_number": actors.LI_MIN, "phone": "19900000123", "password1": "900000123"}
    page = Client().post(SIGNUP, typed).content.decode()
    assert "有 303 个字。写在 60 个字以内" in page
    assert "密码太短，至少 10 个字符。" in page
    assert "太像，容易被猜到。" in page
    assert "不能全是数字，加几个字母" in page


def test_a_resident_opens_an_account() -> None:
    client = Client()
    wrong = client.post(
        SIGNUP, {"name": "李敏", "id_number": "990101197003120027", "phone": "123", "password1": actors.PASSWORD}
    ).content.decode()
    assert "身份证号对不上" in wrong
    assert "手机号是 11 位数字" in wrong
    assert 'value="李敏"' in wrong
    assert "有 2 处要改" in wrong
    assert "<title>要改：开账户" in wrong
    empty = client.post(SIGNUP, {}).content.decode()
    assert empty.count("这里还没写") >= 4
    good = {"name": "李敏", "id_number": actors.LI_MIN, "phone": "19900000028", "password1": actors.PASSWORD}
    assert client.post(SIGNUP, good)["Location"] == MINE
    assert "身份还没有核实" in client.get(OVERVIEW).content.decode()
    taken = Client().post(SIGNUP, good).content.decode()
    assert "这个手机号已经开过账户" in taken
    user = get_user_model().objects.get()
    assert (user.kind, user.real_name_level, user.person_id) == ("resident", Level.STATED, None)
    actors.resident("高平", actors.GAO_PING, "19900000031")
    refused = Client().post(SIGNUP, {**good, "name": "冒名", "id_number": actors.GAO_PING, "phone": "19900000099"})
    assert "已经有账户了" in refused.content.decode()


def test_a_switched_off_account_does_not_sign_in(li_min: AccountData) -> None:
    get_user_model().objects.filter(pk=li_min.row).update(is_active=False)
    client = Client()
    answer = enter(client)
    assert answer["Location"] == "/account/inactive"
    assert "停用了" in client.get("/account/inactive").content.decode()
    assert not is_in(client)


def test_forms_without_their_secret_are_refused(li_min: AccountData) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN, {"login": "19900000028", "password": actors.PASSWORD}).status_code == 403
