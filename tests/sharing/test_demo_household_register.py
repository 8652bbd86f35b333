"""The demo's first department: its people are in order, and it knows nothing of the platform."""

import ast
import json
import subprocess
import sys
from datetime import date
from typing import Any

import httpx
import pytest

from departments import REPOSITORY, Department
from zhengtong.kernel.codes import resident_id

DEPARTMENTS = REPOSITORY / "demo" / "departments"
PEOPLE: list[dict[str, Any]] = json.loads((REPOSITORY / "demo" / "population.json").read_text("utf-8"))
BY_NAME = {row["name"]: row for row in PEOPLE}


def test_the_file_is_what_the_generator_makes() -> None:
    made = subprocess.run(
        [sys.executable, str(DEPARTMENTS / "population.py")], capture_output=True, text=True, check=True
    )
    assert json.loads(made.stdout) == PEOPLE
    assert len(PEOPLE) >= 60


def test_every_number_adds_up_and_is_given_once() -> None:
    for row in PEOPLE:
        read = resident_id.parse(row["number"])
        assert read.fictional
        assert read.birth_date.isoformat() == row["birth_date"]
        assert read.sex == {"男": "male", "女": "female"}[row["sex"]]
    assert len({row["number"] for row in PEOPLE}) == len(PEOPLE)


def test_the_named_people_are_as_the_stories_need_them() -> None:
    today = date(2026, 11, 23)
    ages = {name: _age(BY_NAME[name]["birth_date"], today) for name in ("王桂兰", "李敏", "赵德福", "陈玉珍")}
    assert ages == {"王桂兰": 82, "李敏": 56, "赵德福": 79, "陈玉珍": 100}
    assert BY_NAME["王桂兰"]["household"] == BY_NAME["李敏"]["household"]
    assert not BY_NAME["周凤英"]["region"].startswith("9901")
    assert [row["name"] for row in PEOPLE if row["household"] == BY_NAME["孙玉兰"]["household"]] == ["孙玉兰"]


def _age(born: str, today: date) -> int:
    birthday = date.fromisoformat(born)
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def test_the_department_knows_nothing_of_the_platform() -> None:
    programs = list(DEPARTMENTS.glob("*.py"))
    known = {"lxml", "chinese_calendar", *(path.stem for path in programs)}
    assert len(programs) >= 8
    for path in programs:
        tree = ast.parse(path.read_text("utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        foreign = {name.split(".")[0] for name in imported} - set(sys.stdlib_module_names)
        assert foreign <= known


@pytest.mark.server
def test_without_the_token_nothing_is_said(register: Department) -> None:
    for headers in ({}, {"X-Access-Token": "guessed"}):
        assert httpx.post(register.address, content=b"<x/>", headers=headers).status_code == 401
    assert register.log() == []


@pytest.mark.server
def test_who_states_no_basis_gets_nothing(register: Department) -> None:
    body = (
        '<户籍查询请求 xmlns="urn:qinghe:hukou:1"><查询条件><姓名>王桂兰</姓名>'
        "<公民身份号码>990101194403150046</公民身份号码></查询条件></户籍查询请求>"
    )
    answer = httpx.post(register.address, content=body.encode(), headers={"X-Access-Token": "demo-qinghe-hukou"})
    assert "<结果代码>02</结果代码>" in answer.text
    assert "人员信息" not in answer.text
    (entry,) = register.log()
    assert entry["查询对象"] == "990101********0046"
    assert entry["结果代码"] == "02"


@pytest.mark.parametrize(
    ("asked", "other", "expected"),
    [
        ("李敏", "王桂兰", "母亲"),
        ("王桂兰", "李敏", "女儿"),
        ("赵德福", "孙桂英", "妻子"),
        ("孙桂英", "赵德福", "丈夫"),
        ("赵磊", "孙桂英", "母亲"),
        ("刘晓燕", "陈玉珍", "祖母"),
        ("陈玉珍", "刘晓燕", "孙女"),
        ("陈玉珍", "刘志远", "儿子"),
    ],
)
def test_relations_are_told_from_the_one_asked_about(asked: str, other: str, expected: str) -> None:
    sys.path.insert(0, str(DEPARTMENTS))
    try:
        from household_register import relation  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(DEPARTMENTS))
    assert relation(BY_NAME[asked], BY_NAME[other]) == expected
