"""Every story of the instant service, through the real journeys against a register of its own people.

given → the register's people and the applicant's account; fill → prefill and every page; do → submit and the worker;
expect → the decision, its amount, reason and article, and a sealed licence where one is due.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

import town as city
from clocks import LegalTime
from departments import REPOSITORY, Department
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel import clock
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.files import api as files
from zhengtong.sharing.gateway import api as gateway

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STORIES = sorted((REPOSITORY / "demo/services/civil-affairs" / city.SERVICE / "stories").glob("*.yaml"))
PHONE = "19900000001"


def read(path: Path) -> Mapping[str, Any]:
    story: Mapping[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    return story


def population(story: Mapping[str, Any]) -> list[dict[str, str]]:
    """The people of a story as the register keeps them; the eldest of a household is its head."""
    people = story["given"]["people"][city.RESOURCE].values()
    heads: dict[str, str] = {}
    for person in sorted(people, key=lambda one: str(one["birth_date"])):
        heads.setdefault(person["household_number"], person["id_number"])
    return [_row(person, is_head=heads[person["household_number"]] == person["id_number"]) for person in people]


def _row(person: Mapping[str, str], *, is_head: bool) -> dict[str, str]:
    is_man = person["sex"] == "male"
    return {
        "number": person["id_number"],
        "name": person["name"],
        "sex": "男" if is_man else "女",
        "birth_date": person["birth_date"],
        "address": person["address"],
        "household": person["household_number"],
        "region": person["region"],
        "marital": "未婚",
        "relation": "户主" if is_head else "子" if is_man else "女",
    }


@pytest.fixture
def story(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    return read(request.param)


@pytest.fixture
def household_register(story: Mapping[str, Any], tmp_path: Path) -> Iterator[Department]:
    """A register that knows the people of the story and nobody else."""
    people = tmp_path / "people.json"
    people.write_text(json.dumps(population(story), ensure_ascii=False), "utf-8")
    department = Department("household_register", tmp_path, people).start()
    yield department
    department.kill()


@pytest.fixture
def told(story: Mapping[str, Any], legal_time: LegalTime, db: None, household_register: Department) -> CaseData:
    """The case, after everything the story does."""
    legal_time.move_to(datetime.combine(date.fromisoformat(story["given"]["today"]), time(10), clock.CHINA))
    city.load_city(household_register)
    given = story["given"]
    person = city.resident(given["applicant"]["name"], given["applicant"]["id_number"], PHONE)
    draft = city.begin(person.actor)
    if given.get("departments", {}).get(city.RESOURCE) == "down":
        household_register.kill()
    draft = city.fill(draft, person.actor, story["fill"])
    number = city.submit(draft.id, actor=person.actor, at=clock.now())
    city.settle()
    return city.case(number)


@pytest.mark.parametrize("story", STORIES, indirect=True, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_story(story: Mapping[str, Any], told: CaseData) -> None:
    expected = story["expect"]
    if expected["state"] == "waiting":
        assert told.summary.state == "checking"
        [question] = [q for q in gateway.questions(told.summary.number) if q.answered_at is None]
        assert question.resource == expected["waiting_for"]
        return
    if expected["outcome"] == "person":
        assert told.summary.state == "with_person"
        return
    assert (told.summary.state, told.summary.outcome) == ("closed", expected["outcome"])
    _decided(expected, told)


def _decided(expected: Mapping[str, Any], told: CaseData) -> None:
    decision, version = told.decision, catalogue.version(told.service_hash)
    assert decision is not None
    assert expected.get("reason", "") in decision.reasons[0].text.zh
    cite = next(c for c in version.service.basis if c.id == expected["cite"])
    assert cite.title in decision.reasons[0].cite.zh
    assert sum(line.amount_fen for line in decision.lines) == int(expected.get("amount_fen", 0))
    found = licences.licences_of_case(told.summary.number)
    assert len(found) == (expected["outcome"] == "approve")
    for licence in found:
        assert licences.verify_file(files.read(licence.file)).good


def test_there_are_stories() -> None:
    assert len(STORIES) >= 7
    assert {path.stem for path in STORIES} >= {"eighty-today", "eighty-tomorrow", "department-down"}
