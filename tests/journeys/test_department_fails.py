"""The department dead, mute, garbling, mistaken, unwilling or slow, after an application was sent.

The application is kept and says so; nothing of anybody else is stored or shown; when the department returns, the
case completes by itself.
"""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps

import town as city
from departments import Department
from town import Town
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel import clock
from zhengtong.office.duties import api as duties
from zhengtong.office.files import api as files
from zhengtong.office.notices import api as notices
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway._operations import ask_due
from zhengtong.sharing.gateway.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FAILURES: dict[str, tuple[Callable[[Department], None], str, str]] = {
    # how it fails; the state of the question; what the people read
    "killed": (Department.kill, "down", r"公安局现在连不上，我们 \d\d:\d\d 再问。不用您做什么。"),
    "hung": (lambda d: d.behave("hang", seconds=3), "slow", r"公安局迟迟没有回话，我们 \d\d:\d\d 再问。不用您做什么。"),
    "slow": (lambda d: d.behave("slow", seconds=2), "slow", r"公安局迟迟没有回话，我们 \d\d:\d\d 再问。不用您做什么。"),
    "drip": (lambda d: d.behave("drip"), "slow", r"公安局迟迟没有回话，我们 \d\d:\d\d 再问。不用您做什么。"),
    "unwell": (lambda d: d.behave("down"), "down", r"公安局现在连不上，我们 \d\d:\d\d 再问。不用您做什么。"),
    "garbled": (lambda d: d.behave("garble"), "garbled", r"公安局的回话读不懂，我们 \d\d:\d\d 再问。不用您做什么。"),
    "bad_date": (lambda d: d.behave("bad_date"), "garbled", r"公安局的回话读不懂，我们 \d\d:\d\d 再问。不用您做什么。"),
    "stale": (lambda d: d.behave("stale"), "garbled", r"公安局的回话读不懂，我们 \d\d:\d\d 再问。不用您做什么。"),
    "another_person": (
        lambda d: d.behave("other_person"),
        "another_person",
        r"公安局给错了人的资料，我们没有留下，\d\d:\d\d 再问。不用您做什么。",
    ),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker waits one second for an answer instead of ten."""
    monkeypatch.setattr(ask_due, "WORKER_SECONDS", 1.0)


def fail(town: Town, failure: str) -> str:
    """Send an application whose check meets the failure; returns the number."""
    number = city.send(town.daughter.actor)
    FAILURES[failure][0](town.register)
    city.settle()
    return number


def come_back(town: Town) -> None:
    town.register.behave()
    if town.register.process is None:
        town.register.start()
    city.make_due()
    city.settle()


def everything_kept() -> str:
    """Every value of every row, decrypted as models give it."""
    rows = (row for model in apps.get_models() for row in model._default_manager.order_by("pk").values())
    return "\n".join(json.dumps(row, default=str, ensure_ascii=False) for row in rows)


def page_of(town: Town, number: str, language: str = "zh") -> str:
    town.daughter.client.cookies["zt_lang"] = language
    response = town.daughter.client.get(f"/cases/{number}/")
    assert response.status_code == 200
    return re.sub(r"<[^>]+>", "", response.content.decode())


@pytest.mark.parametrize("failure", FAILURES)
def test_kept_said_and_completed_when_it_returns(town: Town, failure: str) -> None:
    number = fail(town, failure)
    _, state, sentence = FAILURES[failure]
    [question] = gateway.questions(number)
    assert question.state == state
    waiting = city.case(number)
    assert waiting.summary.state == "checking"
    assert [paper.state for paper in waiting.papers] == ["made"]  # the receipt
    page = page_of(town, number)
    assert number in page
    assert re.search(sentence, page), page
    assert "已经问了 1 次。申请收好了，不会丢，您不用再来。" in page
    # 20 working days by rule, from Monday 23 November: 27 (4), 4 Dec (9), 11 (14), 18 (19), Monday 21 December (20)
    assert "12月21日" in page
    come_back(town)
    done = city.case(number)
    assert (done.summary.state, done.summary.outcome) == ("closed", "approve")
    [licence] = licences.licences_of_case(number)
    assert licence.making == "made"
    assert licences.verify_file(files.read(licence.file)).good
    letters = notices.inbox(town.daughter.actor.person, "zh-Hans")
    assert [letter.subject for letter in letters if letter.about[0] == "case"] == ["高龄津贴批下来了"]


def test_the_next_time_on_the_page_is_the_time_it_is_asked(town: Town) -> None:
    number = fail(town, "killed")
    next_at = Question.objects.get(reference=number).next_at
    assert next_at is not None
    assert f"{next_at.astimezone(clock.CHINA):%H:%M} 再问" in page_of(town, number)
    assert "cannot be reached now. We ask again at" in page_of(town, number, "en")


def test_nothing_is_asked_before_its_time(town: Town) -> None:
    number = fail(town, "unwell")
    asked = len(town.register.log())
    city.settle()
    assert len(town.register.log()) == asked
    assert city.case(number).summary.state == "checking"


def test_nothing_of_another_person_is_stored_or_shown(town: Town) -> None:
    people: list[dict[str, Any]] = json.loads(town.register.data.read_text("utf-8"))
    number = fail(town, "another_person")
    wrong = next(p for p in people if p["number"] != city.MOTHER[1])  # whom the register names instead
    wrong_names = [wrong["address"]] if wrong["name"] == city.DAUGHTER[0] else [wrong["name"], wrong["number"]]
    mothers_case = "\n".join(json.dumps(need.values) for need in city.case(number).needs)
    assert mothers_case == "null"
    for word in (*wrong_names, wrong["birth_date"].replace("-", "")):
        assert word not in page_of(town, number)
    from zhengtong.sharing.gateway.models import ReceivedAnswer

    assert not ReceivedAnswer.objects.filter(question__reference=number).exists()


def test_a_stranger_of_the_register_reaches_no_row(town: Town) -> None:
    # Applying for somebody of another household: the wrong answer is then about 王桂兰, whom no row knows here.
    city.resident("孙玉兰", "990101193501200428", "19900000091")
    alone = city.resident("赵德福", "990101194702100110", "19900000079")
    answers = {**city.ANSWERS, "whom": {"for_whom": "self"}}
    number = city.send(alone.actor, answers)
    town.register.behave("other_person")
    city.settle()
    [question] = gateway.questions(number)
    assert question.state == "another_person"
    kept = everything_kept()
    assert "赵德福" in kept
    assert "王桂兰" not in kept
    assert city.MOTHER[1] not in kept
    assert "桥头街 18 号" not in kept


def test_refused_waits_for_people_and_says_so(town: Town) -> None:
    number = city.send(town.daughter.actor)
    town.register.behave("refuse")
    city.settle()
    assert "公安局没有同意提供资料，我们在和他们商量。不用您做什么。" in page_of(town, number)
    asked = len(town.register.log())
    city.make_due()
    city.settle()
    assert len(town.register.log()) == asked  # a refusal is not asked again by itself
    assert city.case(number).summary.state == "checking"
    [duty] = duties.duties_of(town.clerk.actor)
    assert (duty.kind, duty.about) == ("provider_refused", ("case", number))
    assert duty.due == date(2026, 11, 24)  # opened on Monday 23 November: the next working day


def test_a_refusal_that_was_talked_over_is_asked_again_by_the_clerk(town: Town) -> None:
    number = city.send(town.daughter.actor)
    town.register.behave("refuse")
    city.settle()
    town.register.behave()
    [question] = gateway.questions(number)
    gateway.retry_now(question.id, actor=town.clerk.actor, at=clock.now())
    city.settle()
    assert city.case(number).summary.outcome == "approve"
    assert duties.duties_of(town.clerk.actor) == ()


def test_a_prefill_that_is_refused_opens_no_duty(town: Town) -> None:
    town.register.behave("refuse")
    draft = city.begin(town.daughter.actor)
    city.settle()
    assert draft.known[city.RESOURCE].state == "refused"
    assert duties.duties_of(town.clerk.actor) == ()


def test_a_register_that_tells_too_much_is_not_listened_to(town: Town) -> None:
    number = city.send(town.daughter.actor)
    town.register.behave("talkative")
    city.settle()
    [need] = city.case(number).needs
    assert set(need.values or ()) == {"id_number", "name", "birth_date", "address", "region"}


@pytest.mark.parametrize("failure", sorted(FAILURES.keys() - {"bad_date"}))  # no form asks for that date beforehand
def test_prefill_that_fails_stops_nobody(town: Town, failure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhengtong.sharing.gateway._operations import ask

    monkeypatch.setattr(ask, "PREFILL_SECONDS", 1.0)
    FAILURES[failure][0](town.register)
    draft = city.begin(town.daughter.actor)
    known = draft.known[city.RESOURCE]
    assert (known.state, dict(known.values)) == (FAILURES[failure][1], {})
    page = town.daughter.client.get(f"/applications/{draft.id}/whom").content.decode()
    assert "公安局" in page
    assert "请您自己写" in page
    sent = city.fill(draft, town.daughter.actor, city.other(*city.MOTHER))
    number = city.submit(sent.id, actor=town.daughter.actor, at=clock.now())
    come_back(town)
    assert city.case(number).summary.outcome == "approve"
