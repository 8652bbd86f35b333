"""A layout that is broken, a handler that fails, a mail address that is none: people are told, and the rest goes on."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

import town as city
from town import Town
from zhengtong.channels.console.commands import doctor
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases._operations import papers
from zhengtong.delivery.cases.models import Paper
from zhengtong.journeys.decide import decide
from zhengtong.kernel import clock, work
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.office.documents import api as documents
from zhengtong.office.documents.data import LayoutProblem, LayoutRefused
from zhengtong.office.duties import api as duties
from zhengtong.office.files.models import StoredFile
from zhengtong.office.notices import api as notices
from zhengtong.trust.identity.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def broken(*_: Any, **__: Any) -> bytes:
    raise LayoutRefused((LayoutProblem(1, 1, "unknown variable"),))


def kinds(number: str) -> set[str]:
    return {duty.kind for duty in duties.open_about(("case", number))}


def doctors_word() -> tuple[bool, str]:
    Path(settings.ZHENGTONG_HOME).mkdir(exist_ok=True)
    check = doctor._failing()
    return check.good, check.text.zh


def pass_five_times() -> None:
    """5 attempts: `kernel.retry.MANY`."""
    for _ in range(5):
        city.settle()
        city.time_passes()


def test_a_paper_that_cannot_be_made_is_somebodys_duty(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    number = city.send(town.daughter.actor)
    town.register.kill()
    seen = city.case(number).evidence_hash
    decide(number, "refuse", "材料和户籍对不上，不能批准。", seen, {}, actor=town.clerk.actor, at=clock.now())
    assert doctors_word() == (True, "没有一直办不成的事")
    with monkeypatch.context() as patched:
        patched.setattr(documents, "render", broken)
        pass_five_times()
        city.settle()
    assert kinds(number) == {"unmade_receipt", "unmade_decision"}
    assert doctors_word() == (False, "试了多次还不成：文书 2。原因看 worker 的日志，修好会自己接着办")
    assert Client().get("/readyz").json()["failing"]["papers"] == 2
    city.time_passes()
    city.settle()
    assert (city.case(number).summary.state, kinds(number)) == ("closed", set())
    assert doctors_word()[0]


def test_a_licence_that_cannot_be_made_is_somebodys_duty(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    number = city.send(town.daughter.actor)
    with monkeypatch.context() as patched:
        patched.setattr(documents, "render", broken)
        for _ in range(2):
            pass_five_times()
    assert "unmade_licence" in kinds(number)
    assert work.failing()["licences"] == 1
    city.time_passes()
    city.settle()
    assert (city.case(number).summary.state, kinds(number)) == ("closed", set())


def test_a_handler_that_fails_for_days_is_seen() -> None:
    OutboxEvent.objects.create(name="no.such", payload={}, at=clock.real_now(), next_at=clock.real_now(), attempts=5)
    assert doctors_word() == (False, "试了多次还不成：消息 1。原因看 worker 的日志，修好会自己接着办")
    assert Client().get("/readyz").json()["failing"]["events"] == 1


def test_doctor_has_a_word_for_every_kind_of_work() -> None:
    assert set(doctor._KINDS) | doctor._TOLD_APART == set(work.failing())


def test_a_bad_mail_address_keeps_no_case_open(town: Town) -> None:
    user = User.objects.get(person_id=town.daughter.actor.person)
    user.email = "李敏@例子.中国"
    user.save()
    number = city.send(town.daughter.actor)
    city.settle()
    assert city.case(number).summary.state == "closed"
    letters = notices.inbox(town.daughter.actor.person, "zh-Hans")
    assert letters
    assert [notices.mail_of(letter.id) for letter in letters] == [None] * len(letters)


def test_two_workers_make_a_paper_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    number = city.send(town.daughter.actor)
    real, others = papers.documents.render, []

    def slow(*given: Any, **named: Any) -> bytes:
        if not others:
            others.append(cases.make_papers_due())  # the second worker meanwhile
        return real(*given, **named)

    monkeypatch.setattr(papers.documents, "render", slow)
    assert cases.make_papers_due() == 1
    assert others == [0]
    assert StoredFile.objects.filter(owner_id=number).count() == 1
    assert Paper.objects.get().state == "made"


def test_a_worker_that_comes_too_late_calls_no_made_paper_failing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lease ran out, as under a clock that jumped; another made the paper, and only then its own try failed."""
    number = city.send(town.daughter.actor)
    Paper.objects.update(attempts=4)  # one more and people are told
    real = papers.documents.render

    def late(*given: Any, **named: Any) -> bytes:
        monkeypatch.setattr(papers.documents, "render", real)
        Paper.objects.update(next_at=clock.real_now())
        assert cases.make_papers_due() == 1
        raise ValueError

    monkeypatch.setattr(papers.documents, "render", late)
    assert cases.make_papers_due() == 1
    assert (Paper.objects.get().state, Paper.objects.get().attempts) == ("made", 4)
    city.settle()
    assert kinds(number) == set()
