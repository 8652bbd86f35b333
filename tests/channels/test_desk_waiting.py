"""A desk that only has other offices' steps: what waits is counted, said whose it is, and recorded as looked at."""

import pytest
from django.test import Client
from django.urls import reverse

import care
import town as city
from town import Somebody, Town
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def street(town: Town) -> Somebody:
    return town.staff("wanglin", "王林", care.STREET, care.STREET_POST)


@pytest.fixture
def number(town: Town, street: Somebody) -> str:
    """A case of the bureau whose visit is the street's to do; nobody has taken it."""
    care.load()
    sent = care.send(town.daughter.actor)
    care.do(sent, "accept", town.clerk.actor, outcome="accept")
    return sent


def queue(client: Client) -> str:
    answer = client.get(reverse("desk.queue"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_office_without_cases_but_with_a_step_is_not_idle(number: str, street: Somebody) -> None:
    html = queue(street.client)
    assert "<h1>待办 1 件</h1>" in html
    assert "没有在办的办件" in html
    assert "轮到您办的，都在上面。" in html
    assert "有新的申请会排在这里" not in html


def test_a_step_says_whose_it_is_and_of_what_and_the_look_is_recorded(
    town: Town, number: str, street: Somebody
) -> None:
    row = queue(street.client).split("轮到您办的环节")[1].split("</tr>")[1]
    summary = city.case(number).summary
    assert summary.applicant_name in row
    assert summary.service_name.zh in row
    looks = [look for look in audit.looks_at(summary.applicant) if look.action.name == "cases.listed"]
    assert [look.post for look in looks] == [care.STREET_POST]


def test_a_step_without_a_limit_goes_by_the_promise_of_its_case(number: str, street: Somebody) -> None:
    ProcessStep.objects.filter(step="visit").update(due=None, start_due=None)
    Case.objects.filter(number=number).update(promised_due="2026-11-20")  # three days before today
    html = queue(street.client)
    assert "11月20日，整件" in html
    assert "超 3 天" in html
    assert "1 件超时" in html


def test_other_duties_count_and_the_duty_to_decide_a_case_does_not_count_twice(town: Town, number: str) -> None:
    before = queue(town.clerk.client)
    assert "<h1>待办 1 件</h1>" in before  # the bureau's own case, which the street has in hand
    for kind in ("bad_rating", "case"):
        duties.open_duty(
            kind=kind,
            organisation=town.clerk.actor.organisation,
            permission="cases.handle",
            title=Text("回访", "Call back"),
            about=("case", number),
            due=clock.today(),
            actor=city.SYSTEM,
            at=clock.now(),
        )
    after = queue(town.clerk.client)
    assert "<h1>待办 2 件</h1>" in after
    assert "1 件快到期" in after
