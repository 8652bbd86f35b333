"""Who asks: a proxy of ours is believed, anybody else is taken for what they are."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

import actors
from sign_in import LOGIN, enter
from zhengtong.channels.ui import proxies
from zhengtong.config import environment

OURS, STRANGER = "10.0.0.5", "203.0.113.7"


def seen(settings: Any, *, from_: str, says: str = "") -> str:
    settings.ZHENGTONG_TRUSTED_PROXIES = ["10.0.0.0/24", "::1"]
    kept: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        kept.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    more = {"HTTP_X_FORWARDED_FOR": says} if says else {}
    proxies.asker(view)(RequestFactory().get("/", REMOTE_ADDR=from_, **more))
    return kept[0]


@pytest.mark.parametrize(
    ("from_", "says", "asker"),
    [
        (OURS, "198.51.100.9", "198.51.100.9"),
        (OURS, "198.51.100.9, 10.0.0.7", "198.51.100.9"),
        (OURS, "1.2.3.4, 198.51.100.9, 10.0.0.7", "198.51.100.9"),  # what stands before it anybody wrote
        ("::1", "2001:db8::9", "2001:db8::9"),
        (OURS, "", OURS),
        (OURS, "unknown", OURS),
        (OURS, "198.51.100.9, <script>", OURS),
        (OURS, "10.0.0.8", "10.0.0.8"),
        (STRANGER, "198.51.100.9", STRANGER),
        (STRANGER, OURS, STRANGER),
    ],
)
def test_the_nearest_address_that_is_no_proxy_of_ours(settings: Any, from_: str, says: str, asker: str) -> None:
    assert seen(settings, from_=from_, says=says) == asker


@pytest.mark.django_db(transaction=True)
def test_one_visitor_behind_a_proxy_does_not_shut_out_the_others(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    actors.resident("李敏", actors.LI_MIN, "19900000028")
    guesser = Client(HTTP_X_FORWARDED_FOR="198.51.100.9")
    for number in range(31):  # thirty failed tries a minute are one address's measure
        enter(guesser, f"1990000{number:04}", "guess-guess-guess")
    assert guesser.post(LOGIN, {"login": "19900000028", "password": actors.PASSWORD}).status_code != 302
    assert enter(Client(HTTP_X_FORWARDED_FOR="198.51.100.10")).status_code == 302


def test_what_is_no_address_ends_the_start(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("ZHENGTONG_TRUSTED_PROXIES", "10.0.0.5 proxy.example")
    with pytest.raises(SystemExit) as ended:
        environment.trusted_proxies()
    assert ended.value.code == 2
    assert "proxy.example" in capsys.readouterr().err


@pytest.mark.django_db
def test_only_our_own_names_are_answered() -> None:
    assert Client().get("/", HTTP_HOST="localhost:8000").status_code == 200  # type: ignore[arg-type]
    other = Client().get("/", HTTP_HOST="elsewhere.example")  # type: ignore[arg-type]
    assert other.status_code == 400
    assert "这个请求我们看不懂" in other.content.decode()


def test_names_are_added_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGTONG_HOSTS", "zwfw.example 192.168.1.4")
    assert environment.hosts()[-2:] == ["zwfw.example", "192.168.1.4"]
