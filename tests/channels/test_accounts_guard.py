"""Demo accounts never serve on a public address; staff show their second factor first."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse

import actors
from zhengtong.channels.portal.accounts import guard
from zhengtong.trust.identity.data import AccountData


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # which names are answered is another test's question
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def demo_account(db: None) -> AccountData:
    account = actors.resident("李敏", actors.LI_MIN, "19900000028")
    get_user_model().objects.filter(pk=account.row).update(has_demo_password=True)
    return account


HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
ELSEWHERE = [
    {"REMOTE_ADDR": "203.0.113.7", "HTTP_HOST": "127.0.0.1:8000"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "zwfw.example"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.7"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_VIA": "1.1 proxy"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1.evil.example"},
    {"REMOTE_ADDR": "192.168.1.5", "HTTP_HOST": "192.168.1.4:8000"},
    {"REMOTE_ADDR": "", "HTTP_HOST": "localhost"},
]


@pytest.mark.parametrize(
    "meta",
    [
        HERE,
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"},
        {"REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"},
    ],
)
def test_loopback(meta: dict[str, str]) -> None:
    assert guard.is_loopback(RequestFactory().get("/", **meta))  # type: ignore[arg-type]


@pytest.mark.parametrize("meta", ELSEWHERE)
def test_not_loopback(meta: dict[str, str]) -> None:
    assert not guard.is_loopback(RequestFactory().get("/", **meta))  # type: ignore[arg-type]


def test_a_node_with_a_public_address_is_nowhere_loopback(settings: Any) -> None:
    settings.ZHENGTONG_PUBLIC_URL = "https://zwfw.example"
    assert not guard.is_loopback(RequestFactory().get("/", **HERE))  # type: ignore[arg-type]


def enter(**meta: str) -> Any:
    return Client(**meta).post(reverse("account_login"), {"login": "19900000028", "password": actors.PASSWORD})


@pytest.mark.parametrize("meta", ELSEWHERE[:-1])
def test_a_demo_password_does_not_sign_in_from_elsewhere(demo_account: AccountData, meta: dict[str, str]) -> None:
    assert enter(**HERE).status_code == 302
    refused = enter(**meta)
    assert refused.status_code == 403
    assert "演示账户只能在装演示的这台电脑上登录" in refused.content.decode()
    assert "sessionid" not in refused.cookies


def test_a_demo_session_does_not_work_from_elsewhere(demo_account: AccountData) -> None:
    client = actors.signed_in(demo_account)
    assert client.get("/design", **HERE).status_code == 200  # type: ignore[arg-type]
    assert client.get("/design", **ELSEWHERE[0]).status_code == 403  # type: ignore[arg-type]
    assert client.get(reverse("mfa_index"), **HERE).status_code == 302  # type: ignore[arg-type]


def test_an_own_password_frees_the_account(demo_account: AccountData) -> None:
    client = Client(**HERE)  # type: ignore[arg-type]
    client.post(reverse("account_login"), {"login": "19900000028", "password": actors.PASSWORD})
    client.post(reverse("account_change_password"), {"oldpassword": actors.PASSWORD, "password1": "a-better-one-2026"})
    answer = Client(**ELSEWHERE[0]).post(  # type: ignore[arg-type]
        reverse("account_login"), {"login": "19900000028", "password": "a-better-one-2026"}
    )
    assert answer.status_code == 302


@pytest.mark.django_db
def test_every_role_sees_a_page_and_no_post_is_needed_to_be_signed_in() -> None:
    for name, role in actors.cast().items():
        answer = role.client.get(reverse("mfa_index"))
        assert answer.status_code == (302 if name == "anonymous" else 200), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["staff", "admin_system", "admin_security", "admin_audit"])
def test_a_flag_of_another_account_is_no_second_factor(role: str) -> None:
    client = actors.cast()[role].client
    session = client.session
    session[guard.SHOWN] = 999_999
    session.save()
    assert client.get(reverse("mfa_index"))["Location"].startswith(reverse("mfa_activate_totp"))
