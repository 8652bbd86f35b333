"""The whole journey with a department that answers: from a draft to the sealed licence and the rating."""

import pytest

import town as city
from town import Town
from zhengtong.delivery.licences import api as licences
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices
from zhengtong.trust.identity import api as identity

pytestmark = pytest.mark.django_db


def test_from_the_draft_to_the_sealed_licence(town: Town) -> None:
    number = city.send(town.daughter.actor)
    assert city.case(number).summary.state == "checking"
    city.settle()
    done = city.case(number)
    assert (done.summary.state, done.summary.outcome) == ("closed", "approve")
    assert done.decision is not None
    assert [line.amount_fen for line in done.decision.lines] == [12000]  # 82 years: the city's 120 yuan
    [licence] = licences.licences_of_case(number)
    assert licences.verify_file(files.read(licence.file)).good


def test_both_are_told_once(town: Town) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    mother = city.case(number).summary.applicant
    assert identity.person(mother).name == ""  # typed by another, so it stays on the case
    assert city.case(number).summary.applicant_name == "王桂兰"
    for person in (mother, town.daughter.actor.person):
        letters = notices.inbox(person, "zh-Hans")
        assert sorted(letter.subject for letter in letters) == ["高龄津贴开始发了", "高龄津贴批下来了"]


def test_the_register_was_told_why(town: Town) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    prefill, check = town.register.log()
    assert (prefill["使用用途"], check["使用用途"]) == ("prefill", "check")
    assert check["业务编号"] == number
    assert check["查询项"] == ["公民身份号码", "姓名", "出生日期", "户籍地址", "户籍区划"]
