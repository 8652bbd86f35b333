"""Whatever goes wrong under /api/ is a problem (RFC 9457) in the reader's language, and tells nothing of the inside."""

import json
from pathlib import Path
from typing import Any

import pytest
from api_world import PROBLEM, SERVICE, apply, city, get, opened, post
from django.db import OperationalError
from django.test import Client

import actors
from zhengtong.channels.api import _shapes as shapes
from zhengtong.channels.api._auth import SIGNED_IN
from zhengtong.channels.api.v1 import api
from zhengtong.channels.portal.accounts import guard

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parent / "openapi.json"
PUBLIC = {"listServices", "getService", "lookUpLicence", "getProblem"}


def operations() -> list[Any]:
    return [
        operation
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]


def checked(response: Any, status: int, code: str) -> dict[str, Any]:
    """A response that is a problem; its body."""
    body = json.loads(response.content)
    assert (response.status_code, response["Content-Type"], body["code"]) == (status, PROBLEM, code), body
    shapes.Problem.model_validate(body)
    assert set(body) <= set(shapes.Problem.model_fields)
    assert (body["status"], body["type"]) == (status, f"/api/v1/problems/{code}")
    assert body["title"].strip()
    return body


def test_every_route_says_who_may_call_it() -> None:
    said = {operation.operation_id: operation.auth_callbacks for operation in operations()}
    assert {name for name, auth in said.items() if not auth} == PUBLIC
    assert all(list(auth) == [SIGNED_IN] for name, auth in said.items() if name not in PUBLIC)


def test_openapi_is_as_committed() -> None:
    """When a change is meant: write the new one with `python -m json.tool` and look at the difference."""
    now = json.loads(Client().get("/api/v1/openapi.json").content)
    assert now == json.loads(SNAPSHOT.read_text())


def test_openapi_shows_the_problem_of_every_refusal_and_there_is_no_docs_page() -> None:
    schema = json.loads(SNAPSHOT.read_text())
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    shown = response["content"]["application/problem+json"]["schema"]["$ref"]
                    assert shown == "#/components/schemas/Problem", path
    checked(Client().get("/api/v1/docs"), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "cases", 401, "not_signed_in"),
        ("get", "no/such/route", 404, "not_found"),
        ("get", "", 404, "not_found"),
        ("delete", "services", 405, "method_not_allowed"),
        ("get", "services/nothing", 404, "not_found"),
        ("get", "licences/00000000000000000000000000", 404, "not_found"),
        ("post", "applications", 401, "not_signed_in"),
    ],
)
def test_strangers_get_problems_not_pages(method: str, path: str, status: int, code: str) -> None:
    response = getattr(Client(), method)(f"/api/v1/{path}")
    checked(response, status, code)
    english = getattr(Client(headers={"Accept-Language": "en"}), method)(f"/api/v1/{path}")
    assert checked(english, status, code)["title"].isascii()


@pytest.mark.parametrize(("path", "methods"), [("cases", {"GET"}), ("applications", {"POST"})])
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "DELETE"])
def test_a_method_a_call_has_not_is_answered_with_those_it_has(method: str, path: str, methods: set[str]) -> None:
    response = Client().generic(method, f"/api/v1/{path}")
    checked(response, 405, "method_not_allowed")
    assert set(response["Allow"].split(", ")) - {"HEAD"} == methods


def test_a_writing_call_needs_the_csrf_token() -> None:
    resident = city()["resident"]
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = resident.client.cookies
    checked(apply(careful), 403, "csrf")
    token = careful.get(f"/services/{SERVICE}/apply").cookies["csrftoken"].value
    response = apply(careful, **{"X-CSRFToken": token})
    assert response.status_code == 201, response.content.decode()


def test_a_session_without_the_second_factor_is_told_so() -> None:
    client = city()["staff"].client
    session = client.session
    del session[guard.SHOWN]
    session.save()
    checked(get(client, "cases"), 401, "second_factor_needed")


def test_another_persons_case_is_not_there_at_all() -> None:
    cast = city()
    number = opened(cast["resident"].client)
    foreign = checked(get(cast["other_resident"].client, f"cases/{number}"), 404, "not_found")
    unknown = checked(get(cast["other_resident"].client, "cases/nothing"), 404, "not_found")
    assert foreign == unknown


def test_a_fault_of_ours_says_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(service: str) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("zhengtong.offer.catalogue.api.published", broken)
    client = Client(raise_request_exception=False)
    body = checked(client.get(f"/api/v1/services/{SERVICE}"), 500, "broken")
    assert "secret" not in json.dumps(body)


def test_a_database_that_is_away_is_to_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(service: str) -> None:
        raise OperationalError("connection to server at 10.0.0.7 failed")

    monkeypatch.setattr("zhengtong.offer.catalogue.api.published", away)
    answer = Client(raise_request_exception=False).get(f"/api/v1/services/{SERVICE}")
    body = checked(answer, 503, "closed")
    assert answer["Retry-After"] == "30"
    assert "10.0.0.7" not in json.dumps(body)


def test_a_body_too_large_is_refused() -> None:
    response = post(
        city()["resident"].client, "applications", {"service": SERVICE, "answers": {"phone": "1" * 3_000_000}}
    )
    checked(response, 413, "too_large")


def test_what_a_problem_means_can_be_looked_up() -> None:
    found = get(Client(), "problems/draft_exists", **{"Accept-Language": "en"}).json()
    assert found == {
        "code": "draft_exists",
        "title": "You have a draft of this service. Finish it, or discard it first.",
    }
    assert get(Client(), "problems/broken").json()["code"] == "broken"
    checked(get(Client(), "problems/no_such_code"), 404, "not_found")


def test_refusals_carry_no_two_meanings_under_one_code() -> None:
    from zhengtong.channels.api._problems import _kinds
    from zhengtong.kernel.errors import Refusal

    meanings: dict[str, set[str]] = {}
    for kind in _kinds(Refusal):
        meanings.setdefault(kind.code, set()).add(kind.text.zh)
    assert {code: texts for code, texts in meanings.items() if len(texts) > 1} == {}


def test_pages_for_people_stay_pages() -> None:
    response = Client().get("/no-such-page")
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (404, "text/html")


@pytest.mark.parametrize("role", ["resident", "company_agent"])
def test_a_person_learns_nothing_of_an_offices_queue(role: str) -> None:
    cast = city()
    opened(cast["other_resident"].client)
    assert get(cast[role].client, "cases").json() == {"items": [], "next": None}


def test_actors_is_complete() -> None:
    assert set(city()) == set(actors.ROLES)
