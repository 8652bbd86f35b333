"""The demo city as a clerk's desk sees it: departments, the service, an application on its way."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import actors
import rows
from departments import Department
from town import load_ending_with_2026
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.begin import begin
from zhengtong.journeys.form_facts import form_facts
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock, work
from zhengtong.kernel.actor import Actor, system
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.resources import api as resources

Roles = dict[str, actors.Role]
# A week after the amounts of `load_ending_with_2026` have ended.
STALE = datetime(2027, 1, 5, 10, 0, tzinfo=clock.CHINA)
DEMO = Path(__file__).parents[2] / "demo"
SERVICE = "old-age-allowance"
MOTHER, MOTHER_NUMBER = "王桂兰", "990101194403150046"
OPINION = "年满 80 岁，户口在本市，按本市 2026 年的标准先发。"


def make_city(register: Department) -> Roles:
    """Offices, people, shared data and the service; the register answers at its own port."""
    roles = actors.cast()
    rows.once("city of the desk", _load)
    known = resources.connection("household-register")
    resources.connect(replace(known, address=register.address), actor=system("test"), at=clock.now())
    return roles


def _load() -> None:
    loader, at = system("test"), clock.now()
    resources.load(DEMO / "resources.yaml", actor=loader, at=at)
    resources.load(DEMO / "connections.yaml", actor=loader, at=at)
    load_ending_with_2026(loader, at)


def apply(daughter: Actor, whom: dict[str, str] | None = None) -> str:
    """The daughter applies for her mother, or as `whom` says; the department has not been asked yet for the case."""
    draft = begin(SERVICE, actor=daughter, at=clock.now())
    question = forms.form_of(catalogue.version(draft.service_hash)).page("whom").questions[0]
    options = forms.options_for(question, form_facts(draft, clock.today()))
    mother = next(option.key for option in options if option.label.zh.startswith(MOTHER))
    answers = {
        "whom": whom or {"for_whom": mother},
        "money": {"pay_to": "social_card"},
        "contact": {"phone": "19900000028"},
    }
    for page, typed in answers.items():
        answer_page(draft.id, page, typed, actor=daughter, at=clock.now())
    return submit(draft.id, actor=daughter, at=clock.now())


def let_it_work() -> None:
    """The worker does whatever is due, but for the audit log: its files outlive the rows of a test."""
    works = [one for one in work.registered() if one.name != "audit"]
    while sum(one.run() for one in works):
        pass
