"""Refusals, grants that end, decisions without an answer, edits at the last moment: nothing hangs, nothing is lost."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import actors
import town as city
from clocks import LegalTime
from departments import REPOSITORY
from town import Town
from zhengtong.delivery.applications.models import Application
from zhengtong.delivery.cases.models import Case, Need
from zhengtong.journeys import submit as submit_module
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.decide import decide
from zhengtong.journeys.flag_refusal import flag_refusal
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.office.duties import api as duties
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.sharing.gateway.events import ProviderFailing
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECK = "old-age-allowance/household-register/check"
WHY = "部门三十天联系不上，按现有材料定。"


def kinds(number: str) -> list[str]:
    return [duty.kind for duty in duties.open_about(("case", number))]


def states(number: str) -> list[str]:
    return [question.state for question in gateway.questions(number)]


def second_need(number: str) -> str:
    """Another question of the same case, as a service with two needs would put."""
    wanted = Wanted(city.RESOURCE, ("name",), number, "check", actors.CIVIL_AFFAIRS, city.SERVICE, "check")
    purpose = gateway.purpose(wanted, operator=city.SYSTEM, at=clock.now())
    question = gateway.request(purpose, Subject(*city.MOTHER), party="for_whom", actor=city.SYSTEM, at=clock.now())
    case = Case.objects.get(number=number)
    Need.objects.create(case=case, need="second", resource=city.RESOURCE, party="for_whom", question=question)
    return question


def new_grant(folder: Path) -> None:
    """The permission to check, given anew under another name."""
    text = (REPOSITORY / "demo/resources.yaml").read_text("utf-8").replace(CHECK, f"{CHECK}-renewed")
    (folder / "resources.yaml").write_text(text, "utf-8")
    resources.load(folder / "resources.yaml", actor=city.SYSTEM, at=clock.now())


def end_grant() -> None:
    resources.end_grant(CHECK, reason="test", actor=city.SYSTEM, at=clock.now())


def test_an_answer_settles_nothing_about_another_departments_refusal(town: Town) -> None:
    number = city.send(town.daughter.actor)
    second = second_need(number)
    town.register.behave("refuse")
    city.settle()
    assert states(number) == ["refused", "refused"]
    town.register.behave()
    gateway.retry_now(second, actor=town.clerk.actor, at=clock.now())
    city.settle()
    assert states(number) == ["refused", "answered"]
    assert kinds(number) == ["provider_refused"]
    first = gateway.questions(number)[0].id
    gateway.retry_now(first, actor=town.clerk.actor, at=clock.now())
    city.settle()
    assert kinds(number) == []
    assert city.case(number).summary.state == "closed"


def test_a_department_away_for_longer_than_a_purpose_lasts(town: Town, legal_time: LegalTime) -> None:
    number = city.send(town.daughter.actor)
    town.register.kill()
    city.settle()
    legal_time.at += timedelta(days=31)
    town.register.start()
    city.make_due()
    city.settle()
    assert (city.case(number).summary.state, kinds(number)) == ("closed", [])


def test_a_grant_that_ended_is_somebodys_duty_and_a_new_one_goes_on_by_itself(town: Town, tmp_path: Path) -> None:
    number = city.send(town.daughter.actor)
    end_grant()
    city.settle()
    assert (states(number), kinds(number)) == (["lapsed"], ["grant_lapsed"])
    page = re.sub(r"<[^>]+>", "", town.daughter.client.get(f"/cases/{number}/").content.decode())
    assert re.search(r"许可到期了，正在续办，\d\d:\d\d 再看办好没有。不用您做什么。", page)
    new_grant(tmp_path)
    city.make_due()
    city.settle()
    assert (city.case(number).summary.state, kinds(number)) == ("closed", [])


def test_nobody_is_turned_away_because_a_grant_has_ended(town: Town, tmp_path: Path) -> None:
    actor = town.daughter.actor
    draft = city.fill(city.begin(actor), actor)
    end_grant()
    assert town.daughter.client.post(f"/applications/{draft.id}/check").status_code == 302
    number = Application.objects.get(pk=draft.id).case
    city.settle()
    assert (states(number), kinds(number)) == (["lapsed"], ["grant_lapsed"])
    page = re.sub(r"<[^>]+>", "", town.daughter.client.get(f"/cases/{number}/").content.decode())
    assert "收下的，查这项的许可正在续办" in page
    assert "已经问了 0 次" not in page
    assert town.clerk.client.get(f"/desk/cases/{number}").status_code == 200
    new_grant(tmp_path)
    city.make_due()
    city.settle()
    done = city.case(number)
    assert (done.summary.state, kinds(number)) == ("closed", [])
    assert done.needs[0].basis == "清和市高龄津贴发放细则第二条（演示城市的规定，虚构）"


def test_a_decision_ends_what_is_still_asked(town: Town, legal_time: LegalTime) -> None:
    number = city.send(town.daughter.actor)
    town.register.kill()
    city.settle()
    seen = city.case(number).evidence_hash
    decide(number, "refuse", WHY, seen, {}, actor=town.clerk.actor, at=clock.now())
    city.settle()
    end_grant()
    legal_time.at += timedelta(days=31)
    city.make_due()
    city.settle()
    assert (city.case(number).summary.state, states(number), kinds(number)) == ("closed", ["ended"], [])
    assert town.daughter.client.get(f"/cases/{number}/").status_code == 200
    assert town.clerk.client.get(f"/desk/cases/{number}").status_code == 200
    flag_refusal(ProviderFailing(Question.objects.get(reference=number).pk, number, "refused"))  # heard after it all
    assert kinds(number) == []


def test_an_edit_before_the_sending_is_sent(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = town.daughter.actor
    draft = city.fill(city.begin(actor), actor)
    real = submit_module.identity.person

    def another_tab_saves(person: str) -> Any:
        monkeypatch.undo()
        answer_page(draft.id, "contact", {"phone": "19911112222"}, actor=actor, at=clock.now())
        return real(person)

    monkeypatch.setattr(submit_module.identity, "person", another_tab_saves)
    number = submit(draft.id, actor=actor, at=clock.now())
    assert Application.objects.get(pk=draft.id).answers["phone"] == "19911112222"
    assert city.case(number).fields["answers"]["phone"] == "19911112222"


def test_prefill_asks_for_what_the_form_uses(town: Town) -> None:
    draft = city.begin(town.daughter.actor)
    # form.yaml shows name, number and address, and lets one choose a member; the grant gives birth date and more.
    assert set(draft.known[city.RESOURCE].values) == {"id_number", "name", "address", "members"}
    assert Question.objects.get().fields == ["id_number", "name", "address", "members"]


def test_what_was_told_long_ago_is_asked_again(town: Town, legal_time: LegalTime) -> None:
    draft = city.begin(town.daughter.actor)
    legal_time.at += timedelta(days=29)
    assert city.begin(town.daughter.actor).known == draft.known
    legal_time.at += timedelta(days=2)
    town.register.kill()
    assert city.begin(town.daughter.actor).known[city.RESOURCE].state == "down"


def test_a_household_of_long_ago_opens_no_case_to_others(town: Town, legal_time: LegalTime) -> None:
    actor = town.daughter.actor
    draft = city.fill(city.begin(actor), actor)
    legal_time.at += timedelta(days=31)
    number = submit(draft.id, actor=actor, at=clock.now())
    assert not city.case(number).summary.in_household
