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
print(json.dumps([answer.status_code, bool(page.cookies["csrftoken"]["secure"])]))
"""


def _behind_proxy(home: Path, public_url: str, **more: str) -> tuple[int, bool]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "zhengtong.config.settings",
        "ZHENGTONG_HOME": str(home),
        "ZHENGTONG_PUBLIC_URL": public_url,
        **more,
    }
    environment.pop("ZHENGTONG_DATABASE_URL", None)
    command = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    status, secure = json.loads(done.stdout.splitlines()[-1])
    return status, secure


def test_a_public_address_with_tls_trusts_the_proxy(tmp_path: Path) -> None:
    assert _behind_proxy(tmp_path, "https://zw.example") == (200, True)


def test_a_stranger_who_says_https_is_not_believed(tmp_path: Path) -> None:
    assert _behind_proxy(tmp_path, "https://zw.example", ZHENGTONG_TRUSTED_PROXIES="10.0.0.5") == (403, False)


def test_without_one_the_header_says_nothing(tmp_path: Path) -> None:
    assert _behind_proxy(tmp_path, "http://zw.example") == (403, False)
