"""The whole journey with a department that answers: from a draft to the sealed licence and the rating."""

from dataclasses import replace

import pytest

import town as city
from town import Town
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel.events import api as events
from zhengtong.offer.catalogue import _queries
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.models import OutgoingText
from zhengtong.trust.identity import api as identity

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


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
    both = ["高龄津贴开始发了", "高龄津贴批下来了"]
    for person, more in ((mother, ["高龄津贴：有人替您申请了"]), (town.daughter.actor.person, [])):
        letters = notices.inbox(person, "zh-Hans")
        assert sorted(letter.subject for letter in letters) == sorted([*both, *more])


def test_who_is_on_the_roll_is_not_put_on_it_again_and_the_office_is_told(town: Town) -> None:
    first = city.send(town.daughter.actor)
    city.settle()
    second = city.send(town.daughter.actor)
    city.settle()
    assert city.case(second).summary.state == "closed"
    assert events.waiting() == 0
    assert (benefits.of_case(first) is None, benefits.of_case(second) is None) == (False, True)
    [duty] = duties.open_about(("case", second))
    assert duty.title.zh == "高龄津贴：这个人已经在册，没有再列入，请核对"


def test_the_register_was_told_why(town: Town) -> None:
    number = city.send(town.daughter.actor)
    city.settle()
    prefill, check = town.register.log()
    assert (prefill["使用用途"], check["使用用途"]) == ("prefill", "check")
    assert check["业务编号"] == number
    assert check["查询项"] == ["公民身份号码", "姓名", "出生日期", "户籍地址", "户籍区划"]


def test_what_others_may_read_names_no_service(town: Town) -> None:
    """The daughter's phone is told, her mother has none; the service does not say that it may be named."""
    number = city.send(town.daughter.actor)
    city.settle()
    assert city.case(number).summary.state == "closed"
    messages = OutgoingText.objects.all()
    assert {(message.to, message.state) for message in messages} == {("19900000028", "unsent")}
    assert sorted(message.words for message in messages) == [
        "您办的事批下来了。登录后看“我的”，或者打电话问。",
        "您领的钱开始发了。登录后看“我的”，或者打电话问。",
    ]


def test_a_service_that_allows_it_is_named(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    version = catalogue.published(city.SERVICE)
    open_version = replace(version, service=replace(version.service, named_in_messages=True))
    monkeypatch.setitem(_queries._parsed, version.hash, open_version)
    city.send(town.daughter.actor)
    city.settle()
    first_words = sorted(message.words.split("。")[0] for message in OutgoingText.objects.all())
    assert first_words == ["您领的钱开始发了", "高龄津贴批下来了"]  # a letter about money names no benefit
