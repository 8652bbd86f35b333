"""Roles × routes, with own and foreign objects: what each gets, and with how many SQL statements."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from api_world import API, SERVICE, apply, city, opened, post
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import actors
from zhengtong.channels.api.v1 import api

pytestmark = pytest.mark.django_db

EVERYBODY = actors.ROLES
SIGNED_IN = tuple(role for role in EVERYBODY if role != "anonymous")
PEOPLE, CLERKS = ("resident", "other_resident", "company_agent"), ("staff", "other_clerk")


def everybody(status: int, **others: int) -> dict[str, int]:
    """One number for all but those named."""
    return {**dict.fromkeys(EVERYBODY, status), **others}


@dataclass(frozen=True)
class Route:
    """`ask` makes the call; `queries` counts the statements of a role that gets a good answer."""

    operation: str
    ask: Callable[[Client, str], Any]
    statuses: Mapping[str, int]
    queries: Mapping[str, int]


def _get(path: str) -> Callable[[Client, str], Any]:
    return lambda client, number: client.get(f"{API}/{path.format(number=number)}")


def _rate(client: Client, number: str) -> Any:
    return post(client, f"cases/{number}/rating", {"grade": 1})


# The case is the resident's; it was opened with the office of `staff`. Rating it is refused by 409 until it is closed.
ROUTES = [
    Route("listServices", _get("services"), everybody(200), everybody(3, anonymous=1)),
    Route("getService", _get(f"services/{SERVICE}"), everybody(200), everybody(3, anonymous=1)),
    Route("getService", _get("services/nothing"), everybody(404), {}),
    Route("getForm", _get(f"services/{SERVICE}/form"), everybody(200, anonymous=401), {"resident": 3, "staff": 4}),
    Route("lookUpLicence", _get("licences/00000000000000000000000000"), everybody(404), {}),
    Route("getProblem", _get("problems/not_found"), everybody(200), everybody(2, anonymous=0)),
    Route("getProblem", _get("problems/nothing"), everybody(404), {}),
    Route(
        "listCases",
        _get("cases"),
        everybody(404, anonymous=401, **dict.fromkeys((*PEOPLE, *CLERKS), 200)),
        {**dict.fromkeys(PEOPLE, 3), "staff": 8, "other_clerk": 7},
    ),
    Route(
        "getCase",
        _get("cases/{number}"),
        everybody(404, anonymous=401, resident=200, staff=200),
        {"resident": 6, "staff": 11},
    ),
    Route("getCase", _get("cases/nothing"), everybody(404, anonymous=401), {}),
    Route("rateCase", _rate, everybody(404, anonymous=401, resident=409, staff=404), {}),
    Route(
        "apply",
        lambda client, number: apply(client),
        everybody(403, anonymous=401, resident=201, other_resident=201, company_agent=201),
        {"other_resident": 31},
    ),
]


@pytest.fixture
def cast() -> dict[str, actors.Role]:
    """Everybody has called before: the first call of a hundred counts them all with a statement of its own."""
    roles = city()
    for role in roles.values():
        role.client.get(f"{API}/cases")
    return roles


@pytest.mark.parametrize("route", ROUTES, ids=[f"{i}-{route.operation}" for i, route in enumerate(ROUTES)])
def test_each_role_gets_what_it_may(route: Route, cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    faults = []
    for name in EVERYBODY:
        with CaptureQueriesContext(connection) as queries:
            status = route.ask(cast[name].client, number).status_code
        if status != route.statuses[name]:
            faults.append(f"{name}: {status}, not {route.statuses[name]}")
        if name in route.queries and len(queries) != route.queries[name]:
            statements = "\n".join(query["sql"][:150] for query in queries.captured_queries)
            faults.append(f"{name}: {len(queries)} statements, not {route.queries[name]}\n{statements}")
    assert not faults, "\n".join(faults)


def test_every_route_stands_in_the_table() -> None:
    operations = {
        operation["operationId"] for path in api.get_openapi_schema()["paths"].values() for operation in path.values()
    }
    assert operations == {route.operation for route in ROUTES}


def test_a_clerk_lists_the_cases_of_the_own_office_alone(cast: dict[str, actors.Role]) -> None:
    number = opened(cast["resident"].client)
    listed = {name: cast[name].client.get(f"{API}/cases").json()["items"] for name in CLERKS}
    assert [case["number"] for case in listed["staff"]] == [number]
    assert listed["other_clerk"] == []


def test_a_list_costs_the_same_however_long(cast: dict[str, actors.Role]) -> None:
    counts = []
    for _ in range(2):
        opened(cast["resident"].client)
        with CaptureQueriesContext(connection) as queries:
            assert cast["staff"].client.get(f"{API}/cases").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
