"""Behind a proxy that ends TLS: forms are taken from our own origin, and cookies are Secure."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.server]

_PROGRAM = """
import json, re, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client(enforce_csrf_checks=True, headers={"x-forwarded-proto": "https", "host": "zw.example"})
page = client.get("/account/login")
token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
answer = client.post("/account/login", {"csrfmiddlewaretoken": token, "login": "nobody", "password": "x"},
                     headers={"origin": "https://zw.example", "referer": "https://zw.example/account/login"})
cookie = next(iter(page.cookies.values()))
print(json.dumps([answer.status_code, cookie.OutputString(), page.get("Strict-Transport-Security", "")]))
"""


def _behind_proxy(home: Path, public_url: str, **more: str) -> tuple[int, str, str]:
    status, cookie, strict = json.loads(_run(_PROGRAM, home, public_url, **more).splitlines()[-1])
    return status, cookie, strict


def _run(program: str, home: Path, public_url: str, **more: str) -> str:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "zhengtong.config.settings",
        "ZHENGTONG_HOME": str(home),
        "ZHENGTONG_PUBLIC_URL": public_url,
        **more,
    }
    environment.pop("ZHENGTONG_DATABASE_URL", None)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_public_address_with_tls_trusts_the_proxy(tmp_path: Path) -> None:
    status, cookie, strict = _behind_proxy(tmp_path, "https://zw.example")
    assert (status, strict) == (200, "max-age=31536000; includeSubDomains")
    assert _is_of_this_host(cookie)


def test_a_stranger_who_says_https_is_not_believed(tmp_path: Path) -> None:
    status, cookie, strict = _behind_proxy(tmp_path, "https://zw.example", ZHENGTONG_TRUSTED_PROXIES="10.0.0.5")
    assert (status, strict) == (403, "")
    assert _is_of_this_host(cookie)


def test_without_one_the_header_says_nothing(tmp_path: Path) -> None:
    """Plain http, as the demo has it: a browser would not take a Secure cookie, nor a name with the prefix."""
    status, cookie, strict = _behind_proxy(tmp_path, "http://zw.example")
    assert (status, strict) == (403, "")
    assert cookie.startswith("csrftoken=")
    assert "Secure" not in cookie


def test_the_session_has_such_a_name_too(tmp_path: Path) -> None:
    program = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    told = [_run(program, tmp_path, url).split() for url in ("https://zw.example", "http://zw.example")]
    assert told == [["__Host-sessionid", "True"], ["sessionid", "False"]]


def _is_of_this_host(cookie: str) -> bool:
    """The prefix obliges to what browsers ask of it: Secure, for the whole host, for no other (RFC 6265bis 4.1.3.2)."""
    said = [part.strip() for part in cookie.split(";")]
    return said[0].startswith("__Host-") and {"Secure", "Path=/", "HttpOnly"} <= set(said) and "Domain" not in cookie
