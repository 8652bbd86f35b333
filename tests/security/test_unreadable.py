"""What cannot be read as text is a 400 with a way to mend it, on every kind of page, and never a 500."""

from typing import Any

import pytest
from django.test import Client

import actors
from sign_in import LOGIN

pytestmark = pytest.mark.django_db(transaction=True)
MEND = "发来的内容里有看不懂的字符"
ADDRESSES = ["/services/%00/", "/services/?q=%00", "/verify/%00/", "/services/?%00=1", "/open/%00"]
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=zt"


def part(name: str, value: str) -> str:
    return f'--zt\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


@pytest.mark.parametrize("path", ADDRESSES)
def test_nul_in_an_address(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    assert (answer.status_code, MEND in answer.content.decode()) == (400, True)


def test_nul_in_an_address_of_the_interface_is_a_problem() -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/services/%00")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (
        400,
        "application/problem+json",
        "unreadable",
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"login=%00&password=x", FORM),
        (b"login=a&password=x", f"{FORM}; charset=utf-7"),
        (b"login=a&password=x", f"{FORM}; charset=no-such"),
        ((part("login", "a\0") + "--zt--\r\n").encode(), BOUNDARY),
        ((part("lo\0gin", "a") + "--zt--\r\n").encode(), BOUNDARY),
        (b"--zt\r\nnot a part", "multipart/form-data"),
    ],
)
def test_forms(body: bytes, kind: str) -> None:
    answer = Client(raise_request_exception=False).generic("POST", LOGIN, body, content_type=kind)
    assert (answer.status_code, MEND in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8"])
def test_what_browsers_send_is_read(kind: str, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    actors.resident("李敏", actors.LI_MIN, "19900000028")
    body = f"login=19900000028&password={actors.PASSWORD}"
    assert Client().post(LOGIN, body, content_type=kind).status_code == 302
