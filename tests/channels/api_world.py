"""The demo city for tests of the API: services, data grants, everybody of the cast, and cases in several states."""

import itertools
import json
from pathlib import Path
from typing import Any

from django.test import Client

import actors
import catalogued
import rows
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.sharing.resources import api as resources

DEMO = Path(__file__).parents[2] / "demo"
SERVICE = "old-age-allowance"
API = "/api/v1"
ANSWERS = {"for_whom": "self", "pay_to": "social_card", "phone": "19900000028"}
PROBLEM = "application/problem+json"
_keys = itertools.count(1)


def city() -> dict[str, actors.Role]:
    """Everybody, with one published service whose department may be asked."""
    cast = actors.cast()
    rows.once("city of the interface", _load)
    return cast


def _load() -> None:
    resources.load(DEMO / "resources.yaml", actor=system("test"), at=clock.now())
    catalogued.publish(DEMO / "services/civil-affairs" / SERVICE, at=clock.now())


def new_key() -> str:
    """A key nobody has used."""
    return f"test-key-{next(_keys):06}"


def post(client: Client, path: str, body: Any, key: str | None = None, **headers: str) -> Any:
    """A POST of JSON under /api/v1/, with a fresh key unless one is given; `key=""` sends none."""
    key = new_key() if key is None else key
    sent = {**({"Idempotency-Key": key} if key else {}), **headers}
    return client.post(f"{API}/{path}", json.dumps(body), content_type="application/json", headers=sent)


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"{API}/{path}", headers=headers)


def apply(client: Client, answers: dict[str, str] | None = None, key: str | None = None, **headers: str) -> Any:
    """Apply for the allowance."""
    body = {"service": SERVICE, "answers": ANSWERS if answers is None else answers}
    return post(client, "applications", body, key, **headers)


def opened(client: Client) -> str:
    """The number of a fresh case."""
    response = apply(client)
    assert response.status_code == 201, response.content.decode()
    return str(response.json()["case"])
