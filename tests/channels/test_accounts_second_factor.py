"""The second factor: asked of staff, once for each code, turned on and off, guessed in vain."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

import actors
from sign_in import LOGIN, OVERVIEW, SECRET, acts, code, enter, is_in, secret_on
from zhengtong.channels.portal.accounts.adapter import AccountAdapter
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _second_factor
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.organisations import api as organisations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def li_min() -> AccountData:
    return actors.resident("李敏", actors.LI_MIN, "19900000028")


@pytest.fixture
def clerk(repository: Any) -> AccountData:
    organisations.load(repository / "demo" / "organisations.yaml", actor=system("test"), at=clock.now())
    return actors.staff("zhoumin", "周敏", actors.CIVIL_AFFAIRS, "救助科经办")


def test_staff_sign_in_with_password_and_code(clerk: AccountData) -> None:
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    client = Client()
    answer = enter(client, "zhoumin", next="/mine")
    assert answer["Location"] == "/account/code"
    assert not is_in(client)
    wrong = client.post("/account/code", {"code": "000000" if code() != "000000" else "111111"})
    assert "验证码不对或已经过时" in wrong.content.decode()
    right = code()
    assert client.post("/account/code", {"code": right})["Location"] == "/mine"
    assert is_in(client)
    assert acts(clerk) == [("sign_in_failed", "second_factor"), ("signed_in", True)]
    again = Client()
    enter(again, "zhoumin")
    assert "验证码不对" in again.post("/account/code", {"code": right}).content.decode()
    assert not is_in(again)


def test_whoever_has_no_desk_is_told_so_and_lands_on_no_missing_page() -> None:
    roles = actors.cast()
    for role in ("admin_system", "admin_security", "admin_audit"):
        request = RequestFactory().get("/account/login")
        request.user = get_user_model().objects.get(pk=int(roles[role].actor.id.removeprefix("user:")))
        address = AccountAdapter(request).get_login_redirect_url(request)
        answer = roles[role].client.get(address)
        assert (answer.status_code, address) == (200, "/account/"), role
        assert "您的岗位在网站上没有要办的件" in answer.content.decode()
        assert roles[role].actor.post in answer.content.decode()
    assert "没有要办的件" not in roles["staff"].client.get("/account/").content.decode()


def test_guessing_codes_is_locked_out(clerk: AccountData) -> None:
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    client = Client()
    enter(client, "zhoumin")
    for guess in range(5):
        client.post("/account/code", {"code": f"00000{guess}"})
    assert "先停 15 分钟" in client.post("/account/code", {"code": code()}).content.decode()
    assert not is_in(client)


def test_staff_without_a_code_are_led_to_turn_it_on(clerk: AccountData) -> None:
    client = Client()
    enter(client, "zhoumin")
    for address in ("/design", OVERVIEW, "/account/password", "/no-such-page"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/account/code/on"), address
    page = client.get("/account/code/on").content.decode()
    secret = secret_on(page)
    assert "<svg" in page
    refused = client.post("/account/code/on", {"code": "000000"})
    assert "验证码不对或已经过时" in refused.content.decode()
    done = client.post("/account/code/on", {"code": code(secret)})
    assert done["Location"] == "/account/spare-codes"
    spare = re.findall(r"<li><code>(\d{8})</code></li>", client.get("/account/spare-codes").content.decode())
    assert len(spare) == 10
    assert spare[0] not in client.get("/account/spare-codes").content.decode()
    assert is_in(client)
    assert "不能关" in client.get("/account/code/off").content.decode()
    client.post("/account/code/off")
    by_spare = Client()
    enter(by_spare, "zhoumin")
    assert by_spare.post("/account/code", {"code": spare[3]}).status_code == 302
    assert is_in(by_spare)
    twice = Client()
    enter(twice, "zhoumin")
    assert "验证码不对" in twice.post("/account/code", {"code": spare[3]}).content.decode()


def test_a_session_that_never_showed_the_code_ends_when_the_code_is_turned_on(clerk: AccountData) -> None:
    with_password_only = Client()
    enter(with_password_only, "zhoumin")
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    assert with_password_only.get(OVERVIEW)["Location"].startswith(LOGIN)
    assert with_password_only.session.get("_auth_user_id") is None


def test_a_resident_may_turn_the_code_on_and_off(li_min: AccountData) -> None:
    client = Client()
    enter(client)
    page = client.get("/account/code/on").content.decode()
    secret = secret_on(page)
    client.post("/account/code/on", {"code": code(secret)})
    assert "已开通" in client.get(OVERVIEW).content.decode()
    assert client.get("/account/spare-codes/new").status_code == 200
    assert client.post("/account/spare-codes/new")["Location"] == "/account/spare-codes"
    assert "要关掉动态验证码吗" in client.get("/account/code/off").content.decode()
    assert client.post("/account/code/off")["Location"] == OVERVIEW
    assert "没有开通" in client.get(OVERVIEW).content.decode()
    names = [entry.action.name for entry in audit.entries_on("account", li_min.id)]
    assert names[:2] == ["identity.second_factor_removed", "identity.second_factor_added"]


def test_somebody_else_at_the_code_page_starts_again(clerk: AccountData) -> None:
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    client = Client()
    enter(client, "zhoumin")
    assert client.get(LOGIN)["Location"].startswith("/account/code")
    client.post("/account/logout")
    assert client.get(LOGIN).status_code == 200
