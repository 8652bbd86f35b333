"""Applying through the API: all or nothing, and once."""

import hashlib
from typing import Any

import pytest
from api_world import ANSWERS, PROBLEM, SERVICE, apply, city, get, new_key, post

import actors
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Line
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, actors.Role]:
    return city()


def test_an_application_opens_a_case_with_its_receipt(cast: dict[str, actors.Role]) -> None:
    resident = cast["resident"]
    response = apply(resident.client)
    number = response.json()["case"]
    assert (response.status_code, response["Location"]) == (201, f"/api/v1/cases/{number}")
    assert len(number) == 47
    kept = cases.case(number, actor=resident.actor, at=clock.now())
    assert kept.fields["answers"]["pay_to"] == "social_card"
    assert kept.fields["answers"]["for_whom"]["id_number"] == actors.LI_MIN
    assert [paper.kind for paper in kept.papers] == ["receipt"]
    assert [need.resource for need in kept.needs] == ["household-register"]
    assert applications.drafts_of(resident.actor) == ()


def test_somebody_else_is_named_by_name_and_number(cast: dict[str, actors.Role]) -> None:
    mother = {"for_whom": "other", "for_whom.name": "王桂兰", "for_whom.id_number": "990101194403150046"}
    response = apply(cast["resident"].client, {**ANSWERS, **mother})
    said = get(cast["resident"].client, f"cases/{response.json()['case']}").json()["answers"][0]["said"]
    assert "王桂兰" in said
    assert "990101194403150046" not in said


def test_the_same_key_and_body_give_the_same_answer(cast: dict[str, actors.Role]) -> None:
    key, client = new_key(), cast["resident"].client
    first, again = apply(client, key=key), apply(client, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (again.content, again["Location"])
    assert len(cases.cases_of(cast["resident"].actor)) == 1


def test_the_same_key_with_another_body_is_refused(cast: dict[str, actors.Role]) -> None:
    key, client = new_key(), cast["resident"].client
    apply(client, key=key)
    other = apply(client, {**ANSWERS, "phone": "19900000099"}, key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(cases.cases_of(cast["resident"].actor)) == 1


def test_another_person_may_use_the_same_key(cast: dict[str, actors.Role]) -> None:
    key = new_key()
    numbers = {apply(cast[name].client, key=key).json()["case"] for name in ("resident", "other_resident")}
    assert len(numbers) == 2


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space in it", "中文中文中文中文"])
def test_creating_needs_a_key(key: str, cast: dict[str, actors.Role]) -> None:
    response = apply(cast["resident"].client, key=key)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_needed")
    assert cases.cases_of(cast["resident"].actor) == ()


def test_wrong_answers_are_all_named_and_nothing_is_kept(cast: dict[str, actors.Role]) -> None:
    key, client = new_key(), cast["resident"].client
    response = apply(client, {"for_whom": "self", "pay_to": "cheque", "phone": "123", "colour": "red"}, key=key)
    assert (response.status_code, response["Content-Type"]) == (422, PROBLEM)
    found = {error["field"]: error["code"] for error in response.json()["errors"]}
    assert found == {"pay_to": "choice", "phone": "phone", "colour": "not_asked"}
    assert applications.drafts_of(cast["resident"].actor) == ()
    assert apply(client, key=key).status_code == 201


def test_questions_opened_by_an_answer_are_asked(cast: dict[str, actors.Role]) -> None:
    response = apply(cast["resident"].client, {**ANSWERS, "pay_to": "bank"})
    assert {error["field"] for error in response.json()["errors"]} == {"account_name", "account"}


def test_a_draft_is_not_overwritten(cast: dict[str, actors.Role]) -> None:
    resident = cast["resident"]
    version = get(resident.client, f"services/{SERVICE}").json()["version"]
    draft = applications.begin(SERVICE, version, actor=resident.actor, at=clock.now())
    response = apply(resident.client)
    assert (response.status_code, response.json()["code"]) == (409, "draft_exists")
    assert response.json()["params"] == {"application": draft.id}
    assert applications.application(draft.id, actor=resident.actor).answers == {}


def test_a_body_that_is_no_application_says_which_field(cast: dict[str, actors.Role]) -> None:
    client = cast["resident"].client
    response = post(client, "applications", {"service": SERVICE, "answers": {"phone": 5}})
    assert response.json()["errors"] == [{"field": "answers.phone", "code": "shape", "text": "这里的写法不对。"}]
    response = post(client, "applications", {"answers": {}})
    assert response.json()["errors"] == [{"field": "service", "code": "required", "text": "这里还没填。"}]
    broken = client.post("/api/v1/applications", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "unreadable")


def _close(number: str) -> None:
    """Decide and close a case as the rules and the worker would."""
    worker, at = system("test"), clock.now()
    from zhengtong.delivery.cases.data import DecisionData, Reason
    from zhengtong.kernel.text import Text

    made = DecisionData(
        outcome="refuse",
        reasons=(Reason(Text("还没到 80 岁。", "Not yet 80."), Text("", "")),),
        lines=(Line(Text("每月", "A month"), 0, Text("", "")),),
        values={},
        evidence_hash=hashlib.sha256(b"[]").hexdigest(),  # no department has answered
        by="rules",
    )
    cases.decide(number, made, actor=worker, at=at)
    cases.close(number, actor=worker, at=at)


def test_a_rating_is_given_once(cast: dict[str, actors.Role]) -> None:
    client, key = cast["resident"].client, new_key()
    number = apply(client).json()["case"]
    path = f"cases/{number}/rating"
    assert post(client, path, {"grade": 2}).json()["code"] == "not_yet_closed"
    _close(number)
    first = post(client, path, {"grade": 5, "comment": "等了很久"}, key)
    again = post(client, path, {"grade": 5, "comment": "等了很久"}, key)
    assert (first.status_code, first.content) == (201, again.content)
    assert first.json()["answer_due"] is not None
    assert post(client, path, {"grade": 1}, key).json()["code"] == "already_rated"
    from zhengtong.office.duties import api as duties

    assert [duty.kind for duty in duties.open_about(("case", number))] == ["bad_rating"]


def test_a_grade_that_is_none_is_named(cast: dict[str, actors.Role]) -> None:
    client = cast["resident"].client
    number = apply(client).json()["case"]
    _close(number)
    response: Any = post(client, f"cases/{number}/rating", {"grade": 6})
    assert [error["field"] for error in response.json()["errors"]] == ["grade"]
