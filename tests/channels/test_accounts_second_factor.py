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
    # who uses a spare code has no phone to look at; a used one is told like one that never was
    for typed in (spare[3], "00000000"):
        again = twice.post("/account/code", {"code": typed}).content.decode()
        assert "这个备用码不对或者用过了，换一个没用过的" in again
        assert "看手机上" not in again
    assert not is_in(twice)


def test_a_session_that_never_showed_the_code_ends_when_the_code_is_turned_on(clerk: AccountData) -> None:
    with_password_only = Client()
    enter(with_password_only, "zhoumin")
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    assert with_password_only.get(OVERVIEW)["Location"].startswith(LOGIN)
    assert with_password_only.session.get("_auth_user_id") is None


def turned_on(client: Client) -> str:
    """A resident who has signed in turns the code on; its secret."""
    secret = secret_on(client.get("/account/code/on").content.decode())
    assert client.post("/account/code/on", {"code": code(secret)})["Location"] == "/account/spare-codes"
    return secret


def spare_of(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code></li>", client.get("/account/spare-codes").content.decode())


def test_a_resident_may_turn_the_code_on_and_off(li_min: AccountData) -> None:
    client = Client()
    enter(client)
    turned_on(client)
    spare = spare_of(client)
    assert "已开通" in client.get(OVERVIEW).content.decode()
    page = client.get("/account/code/off").content.decode()
    assert "要关掉动态验证码吗" in page
    assert "这里还没写" not in page
    assert client.post("/account/code/off", {"password": actors.PASSWORD, "code": spare[0]})["Location"] == OVERVIEW
    assert "没有开通" in client.get(OVERVIEW).content.decode()
    assert is_in(client)
    names = [entry.action.name for entry in audit.entries_on("account", li_min.id)]
    assert names[:2] == ["identity.second_factor_removed", "identity.second_factor_added"]
    by_password = Client()
    enter(by_password)
    assert is_in(by_password)


def test_a_residents_password_alone_opens_nothing_once_the_code_is_on(li_min: AccountData) -> None:
    owner, thief = Client(), Client()
    enter(owner)
    turned_on(owner)
    spare = spare_of(owner)
    assert enter(thief)["Location"] == "/account/code"
    assert not is_in(thief)
    assert thief.get("/mine/").status_code == 302
    assert thief.post("/account/code", {"code": "000000"}).status_code == 200
    assert not is_in(thief)
    assert thief.post("/account/code", {"code": spare[1]}).status_code == 302
    assert is_in(thief)
    assert acts(li_min)[-2:] == [("sign_in_failed", "second_factor"), ("signed_in", True)]


def test_who_was_in_by_the_password_is_out_when_the_code_is_turned_on(li_min: AccountData) -> None:
    owner, thief = Client(), Client()
    enter(owner)
    enter(thief)
    assert is_in(thief)
    turned_on(owner)
    assert is_in(owner)
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("password", "number", "said"),
    [
        ("not-the-password", 0, "密码不对。再输一次"),
        (actors.PASSWORD, None, "这个备用码不对或者用过了"),
        ("", 0, "这里还没写"),
    ],
)
def test_it_is_not_turned_off_by_one_of_the_two(
    password: str, number: int | None, said: str, li_min: AccountData
) -> None:
    client = Client()
    enter(client)
    turned_on(client)
    typed = "00000000" if number is None else spare_of(client)[number]
    answer = client.post("/account/code/off", {"password": password, "code": typed})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "已开通" in client.get(OVERVIEW).content.decode()


def test_new_spare_codes_are_made_for_a_code_alone(li_min: AccountData) -> None:
    """By the password and an open session a thief would make some, and turn the factor off by one of them."""
    client = Client()
    enter(client)
    turned_on(client)
    old = spare_of(client)
    assert "要换一组备用码吗" in client.get("/account/spare-codes/new").content.decode()
    for typed, said in (("", "这里还没写"), ("00000000", "这个备用码不对或者用过了")):
        answer = client.post("/account/spare-codes/new", {"code": typed})
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert client.post("/account/spare-codes/new", {"code": old[0]})["Location"] == "/account/spare-codes"
    new = spare_of(client)
    assert len(new) == len(old)
    assert not set(new) & set(old)
    names = [entry.action.name for entry in audit.entries_on("account", li_min.id)]
    assert names[0] == "identity.spare_codes_renewed"
    client.post("/account/code/off", {"password": actors.PASSWORD, "code": old[1]})
    assert "已开通" in client.get(OVERVIEW).content.decode()


def test_guessing_at_the_page_that_turns_it_off_ends_after_five(li_min: AccountData) -> None:
    client = Client()
    enter(client)
    turned_on(client)
    spare = spare_of(client)
    for guess in range(5):
        client.post("/account/code/off", {"password": actors.PASSWORD, "code": f"0000000{guess}"})
    answer = client.post("/account/code/off", {"password": actors.PASSWORD, "code": spare[0]})
    assert answer.status_code in (200, 429)
    assert "已开通" in client.get(OVERVIEW).content.decode()


def test_somebody_else_at_the_code_page_starts_again(clerk: AccountData) -> None:
    _second_factor.enrol(get_user_model().objects.get(pk=clerk.row), SECRET)
    client = Client()
    enter(client, "zhoumin")
    assert client.get(LOGIN)["Location"].startswith("/account/code")
    client.post("/account/logout")
    assert client.get(LOGIN).status_code == 200
