"""Residents of the demo city who have signed in, and what they send."""

import json
import secrets
from collections.abc import Iterator
from itertools import cycle

import home
from server import CONNECTIONS, get, post

ANSWERS = {"for_whom": "self", "pay_to": "social_card", "phone": "19900000028"}
PATH = "/api/v1/applications"
_TOKEN = secrets.token_hex(16)


def sessions() -> Iterator[str]:
    """The session of each resident in turn, without end."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    keys = []
    for user in get_user_model().objects.filter(kind="resident").order_by("pk"):
        client = Client()
        client.force_login(user)
        keys.append(client.cookies["sessionid"].value)
    return cycle(keys)


def submissions(count: int, session: Iterator[str]) -> list[list[str]]:
    """So many applications, each under a key of its own, spread over the connections; a connection is one person's."""
    body = json.dumps({"service": home.SERVICE, "answers": ANSWERS})
    return [[_submission(body, key) for _ in range(count // CONNECTIONS)] for key in _of_each(session)]


def _submission(body: str, session: str) -> str:
    cookies = f"sessionid={session}; csrftoken={_TOKEN}"
    more = {"Cookie": cookies, "X-CSRFToken": _TOKEN, "Idempotency-Key": secrets.token_hex(16)}
    return post(PATH, body, **more)


def readings(session: Iterator[str]) -> list[list[str]]:
    """Each person reads their own cases, over and over."""
    from zhengtong.delivery.cases.models import Case

    found: dict[str, list[str]] = {}
    for key in set(_of_each(session)):
        person = _person(key)
        numbers = Case.objects.filter(operator=person).order_by("id").values_list("number", flat=True)
        found[key] = [get(f"/api/v1/cases/{number}", Cookie=f"sessionid={key}") for number in numbers]
    return [found[key] for key in _of_each(session)]


def clerk() -> tuple[str, str]:
    """The office that decides the service, and the session of a clerk of it who has shown the second factor."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from zhengtong.channels.portal.accounts import guard
    from zhengtong.offer.catalogue import api as catalogue
    from zhengtong.trust.identity import api as identity

    office = catalogue.published(home.SERVICE).service.organisation
    user = get_user_model().objects.get(pk=identity.colleagues(office, "cases.handle")[0].row)
    client = Client()
    client.force_login(user)
    session = client.session
    session[guard.SHOWN] = user.pk
    session.save()
    return office, client.cookies["sessionid"].value


def _of_each(session: Iterator[str]) -> list[str]:
    return [next(session) for _ in range(CONNECTIONS)]


def _person(session: str) -> str:
    from django.contrib.auth import get_user_model

    from zhengtong.trust.identity.sessions import SessionStore

    return str(get_user_model().objects.get(pk=SessionStore(session)["_auth_user_id"]).person_id)
