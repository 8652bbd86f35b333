"""The generated city: the same at every run, whole, and true to the people who were made by hand."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from departments import DEMO
from zhengtong.kernel.codes import credit_code, resident_id

pytestmark = pytest.mark.slow

HAND_MADE = {"王德明": 58, "赵秀英": 55, "王强": 26, "刘桂珍": 81}


def _rows(city: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((city / f"{name}.json").read_text("utf-8"))
    return rows


@pytest.fixture(scope="session")
def people(city: Path) -> list[dict[str, Any]]:
    return _rows(city, "household_register")


def _of(rows: list[dict[str, Any]], number: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["number"] == number]


def _number(people: list[dict[str, Any]], name: str, born: str) -> str:
    (number,) = [row["number"] for row in people if (row["name"], row["birth_date"]) == (name, born)]
    return str(number)


def test_the_same_bytes_at_every_run(city: Path, tmp_path: Path) -> None:
    words = [sys.executable, str(DEMO / "make_city.py"), str(tmp_path)]
    subprocess.run(words, check=True, env={"PYTHONHASHSEED": "12345"})
    files = sorted(path.name for path in city.iterdir())
    assert len(files) == 9
    assert all((tmp_path / name).read_bytes() == (city / name).read_bytes() for name in files)


def test_twenty_thousand_people_whose_numbers_add_up(people: list[dict[str, Any]]) -> None:
    assert len(people) == 20_000
    assert len({row["number"] for row in people}) == 20_000
    for row in people:
        read = resident_id.parse(row["number"])
        assert read.fictional
        assert read.birth_date.isoformat() == row["birth_date"]
        assert read.sex == {"男": "male", "女": "female"}[row["sex"]]


def test_nobody_of_the_staff_lives_twice(people: list[dict[str, Any]]) -> None:
    accounts = yaml.safe_load((DEMO / "accounts.yaml").read_text("utf-8"))
    staff = {person["id_number"] for person in accounts["staff"]}
    assert not staff & {row["number"] for row in people}


def test_the_named_people_stay_as_they_are(people: list[dict[str, Any]]) -> None:
    named = json.loads((DEMO / "population.json").read_text("utf-8"))
    assert people[: len(named)] == named


def test_forty_villages_of_six_townships_are_lived_in(people: list[dict[str, Any]]) -> None:
    regions = yaml.safe_load((DEMO / "organisations.yaml").read_text("utf-8"))["regions"]
    villages = {region["code"]: region["parent"] for region in regions if region["level"] == 6}
    assert len(villages) == 40
    assert len(set(villages.values())) == 6
    counted = Counter(row["region"] for row in people if len(row["region"]) == 12)
    assert set(counted) == set(villages)
    assert min(counted.values()) > 100  # 20,000 people over 40 villages: 500 each on the average


def test_every_household_has_one_householder(people: list[dict[str, Any]]) -> None:
    heads = Counter(row["household"] for row in people if row["relation"] == "户主")
    assert set(heads) == {row["household"] for row in people}
    assert set(heads.values()) == {1}


def test_every_credit_code_adds_up_and_is_given_once(city: Path) -> None:
    codes = [row["code"] for row in _rows(city, "businesses")]
    assert len(codes) == len(set(codes)) > 500
    for code in codes:
        assert credit_code.parse(code).region.startswith("99")


def test_the_household_of_four_lives_in_its_village(city: Path, people: list[dict[str, Any]]) -> None:
    father = _number(people, "王德明", "1968-05-12")
    household = next(row["household"] for row in people if row["number"] == father)
    members = [row for row in people if row["household"] == household]
    # Ages in November 2026, all birthdays of the year being over: 2026 − 1968, − 1971, − 2000, − 1945.
    assert {row["name"]: 2026 - int(row["birth_date"][:4]) for row in members} == HAND_MADE
    assert all(row["address"].endswith("云岭县石门乡石桥村 2 组 8 号") for row in members)
    son = _number(people, "王强", "2000-06-18")
    (work,) = _of(_rows(city, "social_insurance"), son)
    assert (work["employer"], work["wage"]) == ("澄江市江北电子装配厂", 320000)
    (income,) = _of(_rows(city, "taxes"), son)
    assert income["incomes"][0]["fen"] == 12 * 320000
    (grandmother,) = _of(_rows(city, "social_insurance"), _number(people, "刘桂珍", "1945-02-02"))
    assert grandmother["pension"] == 21500
    (mother,) = _of(_rows(city, "disabled_persons"), _number(people, "赵秀英", "1971-03-08"))
    assert mother["degree"] == "三级"


def test_what_somebody_leaves_out_is_there_to_be_found(city: Path, people: list[dict[str, Any]]) -> None:
    number = _number(people, "陈国富", "1974-09-30")
    assert [row["plate"] for row in _of(_rows(city, "vehicles"), number)[0]["vehicles"]] == ["安A·D8F21"]
    assert len(_of(_rows(city, "businesses"), number)) == 3
    assert len(_of(_rows(city, "real_estate"), number)) == 2
    (assets,) = _of(_rows(city, "assets"), number)
    assert sum(account["fen"] for account in assets["accounts"] if account["kind"] == "存款") == 410_000 + 18_600_000


def test_each_department_knows_only_its_own(city: Path) -> None:
    assert set(_rows(city, "taxes")[0]) == {"number", "name", "incomes"}
    assert set(_rows(city, "vehicles")[0]) == {"number", "name", "vehicles"}
    assert set(_rows(city, "assets")[0]) == {"number", "name", "accounts"}
