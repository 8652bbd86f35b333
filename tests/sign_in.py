"""Signing in through the pages as people do, for tests of channels."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

import actors
from zhengtong.kernel import clock
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity.data import AccountData

LOGIN, SIGNUP, OVERVIEW, MINE = "/account/login", "/account/signup", "/account/", "/mine/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enter(client: Client, login: str = "19900000028", password: str = actors.PASSWORD, **more: str) -> Any:
    """Send the sign-in page."""
    return client.post(LOGIN, {"login": login, "password": password, **more})


def code(secret: str = SECRET) -> str:
    """The code an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, int(clock.real_now().timestamp()) // 30))


def secret_on(page: str) -> str:
    """The secret that the page for turning the second factor on shows, in groups of four."""
    shown = re.search(r"<code>((?:[A-Z2-7]{4} ?){8})</code>", page)
    assert shown is not None
    return shown[1].replace(" ", "")


def is_in(client: Client) -> bool:
    """Whether the browser is signed in and let through."""
    return bool(client.get(OVERVIEW).status_code == 200)


def acts(account: AccountData) -> list[tuple[str, object]]:
    """What the log says about an account's signing in, oldest first."""
    entries = audit.entries_on("account", account.id)
    found = [(entry.action.name.removeprefix("identity."), entry.detail) for entry in reversed(entries)]
    return [(name, detail.get("why", detail.get("second_factor"))) for name, detail in found if name.startswith("sign")]
