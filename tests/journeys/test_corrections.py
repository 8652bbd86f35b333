"""这不对: what a person calls wrong goes to the department, is checked there, and comes back into the case."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

import actors
import town as city
from departments import DEMO, Department
from town import Somebody, Town
from zhengtong.delivery.applications import api as applications
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import CorrectionState
from zhengtong.sharing.corrections.models import Correction
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOR_HERSELF = {**city.ANSWERS, "whom": {"for_whom": "self"}}
SAID = "清和市东桥区桥头街 9 号"
WHY_RIGHT = "2024 年迁户口时登记的就是这个地址"
# 政务数据共享条例 art. 26: 10 working days from Monday 23 November 2026, none of them a holiday: Monday 7 December.
DUE = date(2026, 12, 7)


@pytest.fixture
def police(town: Town) -> Somebody:
    return town.staff("hukou", "罗建国", actors.POLICE, "户籍核对")


def _send_disputed(town: Town) -> str:
    """The daughter asks for herself and says that her address is wrong, as the page of the form lets her."""
    who = town.daughter.actor
    draft = city.fill(city.begin(who), who, FOR_HERSELF)
    address = reverse("portal.page", args=[draft.id, "whom"])
    typed = {"do": "wrong", "name": f"{city.RESOURCE}.address", "should_be": SAID}
    assert town.daughter.client.post(address, typed).status_code == 302
    return submit(draft.id, actor=who, at=clock.now())


def _one(number: str) -> CorrectionState:
    [found] = corrections.corrections_of(number)
    return found


def _conclude(police: Somebody, correction: str, outcome: str, words: str = "") -> int:
    typed = {"outcome": outcome, "words": words}
    return int(police.client.post(reverse("desk.correction", args=[correction]), typed).status_code)


def _letters(who: Somebody) -> list[str]:
    return [one.body for one in notices.inbox(who.actor.person, "zh-Hans") if "核对" in one.subject]


def test_what_is_called_wrong_becomes_a_duty_of_the_department(town: Town, police: Somebody) -> None:
    number = _send_disputed(town)
    asked = _one(number)
    assert (asked.state, asked.due, asked.handler) == ("open", DUE, actors.POLICE)
    [duty] = duties.duties_of(police.actor)
    assert (duty.title.zh, duty.due) == ("户籍信息：有人说“户口地址”不对，请核对", DUE)
    listed = police.client.get(reverse("desk.corrections")).content.decode()
    assert "户口地址" in listed
    assert SAID not in listed
    page = police.client.get(reverse("desk.correction", args=[asked.id])).content.decode()
    assert SAID in page
    assert "李敏" in page


def test_nobody_else_reads_it(town: Town, police: Somebody) -> None:
    asked = _one(_send_disputed(town))
    address = reverse("desk.correction", args=[asked.id])
    outsiders = [town.daughter, town.clerk, town.staff("chenxue", "陈雪", actors.SERVICES, "大厅窗口")]
    assert [one.client.get(address).status_code for one in outsiders] == [404, 404, 404]
    assert _conclude(town.clerk, asked.id, "corrected") == 404
    assert corrections.to_check(town.clerk.actor) == ()


def test_asked_twice_it_is_one(town: Town, police: Somebody) -> None:
    number = _send_disputed(town)
    city.settle()
    [need] = city.case(number).needs
    typed = {"which": f"{need.question}.address", "claimed": "别的地方", "reason": "来电话说的"}
    assert town.clerk.client.post(reverse("desk.ask_correction", args=[number]), typed).status_code == 302
    assert _one(number).opened_at.tzinfo is not None
    assert Correction.objects.get().claimed == SAID


def test_what_people_said_is_sealed(town: Town, police: Somebody) -> None:
    from django.db import connection

    _send_disputed(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number, told, claimed FROM corrections_correction")
        [row] = cursor.fetchall()
    assert not any(word in str(row) for word in ("李敏", city.DAUGHTER[1], SAID, "东桥"))


def test_the_applicant_reads_who_checks_and_until_when(town: Town, police: Somebody) -> None:
    number = _send_disputed(town)
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "我们请公安局核对您的户口地址，最晚12月7日（星期一）回您，不用您跑。" in page


def test_upheld_with_reasons_the_person_is_told(town: Town, police: Somebody) -> None:
    number = _send_disputed(town)
    asked = _one(number)
    assert _conclude(police, asked.id, "upheld") == 422
    assert _conclude(police, asked.id, "", WHY_RIGHT) == 422
    assert _conclude(police, asked.id, "upheld", WHY_RIGHT) == 302
    assert _conclude(police, asked.id, "corrected") == 409
    city.settle()
    [letter] = _letters(town.daughter)
    assert WHY_RIGHT in letter
    assert duties.duties_of(police.actor) == ()
    page = town.daughter.client.get(reverse("portal.case", args=[number])).content.decode()
    assert "公安局核对过，您的户口地址没有错。" in page
    assert WHY_RIGHT in page
