"""The demo city in a test's database, its household register as a real process, and the steps journeys share."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import actors
import catalogued
import rows
from departments import REPOSITORY, Department
from story_fill import Written, boxes
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.cases.models import Paper
from zhengtong.delivery.licences.models import Licence
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.begin import begin as begin_application
from zhengtong.journeys.form_facts import form_facts
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.organisations import api as organisations

SERVICE, RESOURCE = "old-age-allowance", "household-register"
DAUGHTER, MOTHER = ("李敏", "990101197003120028"), ("王桂兰", "990101194403150046")
CLERK_POST = "救助科经办"
FOLDER = REPOSITORY / "demo/services/civil-affairs/old-age-allowance"
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "whom": {"for_whom": "member:王桂兰"},
    "money": {"pay_to": "social_card"},
    "contact": {"phone": "19900000028"},
}
HEATING = REPOSITORY / "tests/services/civil-affairs/winter-heating"
AT_HOME: Mapping[str, Written] = {
    "people": [
        {"relation": "spouse", "name": "刘芳", "id_number": "990101198607300024", "away": "no"},
        {"relation": "child", "name": "王小雨", "id_number": "99010120150909003X"},
    ]
}
SYSTEM = system("test")


@dataclass(frozen=True, slots=True)
class Somebody:
    """An account with its actor and its browser."""

    account: AccountData
    actor: Actor
    client: Client


class Town:
    """The city: its register, the daughter who applies, and a clerk of the office that decides."""

    def __init__(self, register: Department) -> None:
        self.register = register
        self.daughter = resident(*DAUGHTER, "19900000028")
        self.clerk = self.staff("zhoumin", "周敏", actors.CIVIL_AFFAIRS, CLERK_POST)

    def staff(self, username: str, name: str, organisation: str, post: str) -> Somebody:
        with actors.FAST:
            return somebody(actors.staff(username, name, organisation, post))


def resident(name: str, id_number: str, phone: str) -> Somebody:
    """A resident who has signed up and signed in."""
    with actors.FAST:
        return somebody(actors.resident(name, id_number, phone))


def somebody(account: AccountData) -> Somebody:
    """Who an account belongs to, signed in."""
    return Somebody(account, actors.actor_of(account), actors.signed_in(account))


def signed_in_again(somebody: Somebody) -> Client:
    """A fresh browser of the same person."""
    return actors.signed_in(somebody.account)


def load_city(register: Department) -> None:
    """Offices, shared data and the service, with the register's address as it is in this test."""
    rows.once("city", _load)
    known = resources.connection(RESOURCE)
    resources.connect(replace(known, address=register.address), actor=SYSTEM, at=clock.now())


def _load() -> None:
    organisations.load(REPOSITORY / "demo/organisations.yaml", actor=SYSTEM, at=clock.now())
    for name in ("resources.yaml", "connections.yaml"):
        resources.load(REPOSITORY / "demo" / name, actor=SYSTEM, at=clock.now())
    catalogued.publish(FOLDER, at=clock.now())


def load_ending_with_2026(actor: Actor, at: datetime) -> None:
    """The service with amounts only until the end of 2026: from then on its cases go to a person."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / SERVICE
        shutil.copytree(FOLDER, copied)
        rules = copied / "rules.yaml"
        written = rules.read_text(encoding="utf-8")
        rules.write_text(written.replace("until: 2028-12-31", "until: 2026-12-31"), encoding="utf-8")
        catalogue.load(copied, bases=[REPOSITORY / "services"], actor=actor, at=at)


def begin(actor: Actor, service: str = SERVICE) -> ApplicationData:
    """A draft, prefilled."""
    return begin_application(service, actor=actor, at=clock.now())


def fill(
    draft: ApplicationData, actor: Actor, answers: Mapping[str, Mapping[str, Written]] = ANSWERS
) -> ApplicationData:
    """Every page answered as a story writes it."""
    form = forms.form_of(catalogue.version(draft.service_hash))
    for page, texts in answers.items():
        typed = boxes(form, page, texts, form_facts(draft, clock.today()))
        draft = answer_page(draft.id, page, typed, actor=actor, at=clock.now())
    return draft


def send(actor: Actor, answers: Mapping[str, Mapping[str, str]] = ANSWERS) -> str:
    """Begin, fill and send; returns the number of the case."""
    draft = fill(begin(actor), actor, answers)
    return submit(draft.id, actor=actor, at=clock.now())


def settle() -> None:
    """Let the worker do all that is due."""
    work.run_all()


def make_due() -> None:
    """Let the next time of every waiting question have come, without sleeping through the schedule."""
    Question.objects.filter(next_at__isnull=False).update(next_at=clock.real_now() - timedelta(seconds=1))


def time_passes() -> None:
    """Every lease and every pause between attempts is over."""
    past = clock.real_now() - timedelta(seconds=1)
    make_due()
    for waiting in (OutboxEvent.objects.filter(done=False), Paper.objects.filter(state="waiting")):
        waiting.update(next_at=past)
    Licence.objects.exclude(making="made").update(next_at=past)


def case(number: str) -> CaseData:
    """The case as the platform itself reads it."""
    return cases.case(number, actor=SYSTEM, at=clock.now())


def other(name: str, id_number: str) -> dict[str, Any]:
    """Answers for somebody who is not of the household."""
    whom = {"for_whom": "other", "for_whom.name": name, "for_whom.id_number": id_number}
    return {**ANSWERS, "whom": whom}


@pytest.fixture
def town(db: None, legal_time: object, register: Department) -> Town:
    """The city, ready for an application, on Monday 23 November 2026."""
    load_city(register)
    return Town(register)
