"""Reading through the API: shapes, tags, pages of a list, languages."""

from collections.abc import Callable
from typing import Any

import pytest
from api_world import SERVICE, apply, city, get, opened
from ninja import Schema

import actors
from zhengtong.channels.api import _shapes as shapes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, actors.Role]:
    return city()


def _case(name: str) -> Callable[[dict[str, actors.Role]], Any]:
    return lambda cast: get(cast[name].client, f"cases/{opened(cast['resident'].client)}")


SHAPED: dict[str, tuple[type[Schema], Callable[[dict[str, actors.Role]], Any]]] = {
    "services": (shapes.Services, lambda cast: get(cast["anonymous"].client, "services")),
    "service": (shapes.ServiceWhole, lambda cast: get(cast["anonymous"].client, f"services/{SERVICE}")),
    "form": (shapes.Form, lambda cast: get(cast["resident"].client, f"services/{SERVICE}/form")),
    "receipt": (shapes.Opened, lambda cast: apply(cast["resident"].client)),
    "cases": (shapes.Cases, lambda cast: [opened(cast["resident"].client), get(cast["resident"].client, "cases")][1]),
    "queue": (shapes.Cases, lambda cast: [opened(cast["resident"].client), get(cast["staff"].client, "cases")][1]),
    "case": (shapes.CaseWhole, _case("resident")),
    "case of a clerk": (shapes.CaseWhole, _case("staff")),
    "problem": (shapes.ProblemKind, lambda cast: get(cast["anonymous"].client, "problems/draft_exists")),
}


@pytest.mark.parametrize("name", SHAPED)
def test_an_answer_has_the_shape_that_openapi_shows(name: str, cast: dict[str, actors.Role]) -> None:
    shape, ask = SHAPED[name]
    body = ask(cast).json()
    assert _names(shape.model_validate(body).model_dump(mode="json")) == _names(body)


def _names(value: Any) -> Any:
    """The names of everything in an answer: nothing more and nothing less than its shape has."""
    if isinstance(value, dict):
        return {name: _names(inner) for name, inner in value.items()}
    return [_names(inner) for inner in value] if isinstance(value, list) else ""


def test_the_form_names_the_boxes_an_application_takes(cast: dict[str, actors.Role]) -> None:
    pages = get(cast["resident"].client, f"services/{SERVICE}/form").json()["pages"]
    questions = {question["id"]: question for page in pages for question in page["questions"]}
    assert questions["for_whom"]["boxes"] == ["for_whom", "for_whom.name", "for_whom.id_number"]
    assert [choice["key"] for choice in questions["for_whom"]["choices"]] == ["self", "other"]
    assert questions["account"]["when"] == 'answers.pay_to == "bank"'


def test_a_case_that_did_not_change_is_not_sent_again(cast: dict[str, actors.Role]) -> None:
    client = cast["resident"].client
    path = f"cases/{opened(client)}"
    first = get(client, path)
    again = get(client, path, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert get(client, path, **{"If-None-Match": f"W/{first['ETag']}"}).status_code == 304
    english = get(client, path, **{"If-None-Match": first["ETag"], "Accept-Language": "en"})
    assert english.status_code == 200
    assert "no-store" not in first["Cache-Control"]
    assert "private" in first["Cache-Control"]


@pytest.mark.parametrize("name", ["resident", "staff"])
def test_a_list_goes_page_by_page_without_gap_or_repeat(name: str, cast: dict[str, actors.Role]) -> None:
    numbers = [opened(cast["resident"].client) for _ in range(5)]
    expected = numbers[::-1] if name == "resident" else numbers
    seen, path = [], "/api/v1/cases?limit=2"
    while path:
        page = cast[name].client.get(path)
        seen += [item["number"] for item in page.json()["items"]]
        path = page.json()["next"]
        assert page.get("Link") == (f'<{path}>; rel="next"' if path else None)
    assert seen == expected


@pytest.mark.parametrize("name", ["resident", "staff"])
@pytest.mark.parametrize("after", ["x", "MjAyNi0xMS0yMw==", "YWJj", "8J-YgA=="])
def test_a_cursor_nobody_gave_is_refused(name: str, after: str, cast: dict[str, actors.Role]) -> None:
    response = cast[name].client.get(f"/api/v1/cases?after={after}")
    assert (response.status_code, response.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("limit", ["0", "101", "many"])
def test_a_page_has_its_limits(limit: str, cast: dict[str, actors.Role]) -> None:
    response = cast["resident"].client.get(f"/api/v1/cases?limit={limit}")
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "limit")


def test_the_language_follows_the_reader(cast: dict[str, actors.Role]) -> None:
    client = cast["anonymous"].client
    path = f"services/{SERVICE}"
    assert get(client, path).json()["name"] == "高龄津贴"
    english = get(client, path, **{"Accept-Language": "fr, en-GB;q=0.8, zh;q=0.5"})
    assert english["Content-Language"] == "en"
    assert english.json()["name"] != "高龄津贴"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in english["Vary"].split(",")}
    client.cookies["zt_lang"] = "zh"
    assert get(client, path, **{"Accept-Language": "en"}).json()["name"] == "高龄津贴"


def test_a_look_of_the_office_is_recorded_and_one_of_the_party_is_not(cast: dict[str, actors.Role]) -> None:
    from zhengtong.trust.audit import api as audit

    def looks() -> list[str]:
        names = [look.action.name for look in audit.looks_at(cast["resident"].actor.person)]
        return [name for name in names if name.startswith("cases.")]

    number = opened(cast["resident"].client)
    get(cast["resident"].client, f"cases/{number}")
    assert looks() == []
    get(cast["staff"].client, f"cases/{number}")
    get(cast["staff"].client, "cases")
    assert looks() == ["cases.listed", "cases.looked"]
