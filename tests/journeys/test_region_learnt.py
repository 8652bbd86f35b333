"""Who is applied for by a stranger lives where the register says: the office there gets the case from then on."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from clocks import LegalTime
from county import CHECK, COUNTY, FOLDER, HANDLE, HELP, TOWNSHIP, VILLAGE, County
from story_runner import read_story
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProcessStepData
from zhengtong.kernel import clock
from zhengtong.trust.audit import api as audit
from zhengtong.trust.organisations import api as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.server]
HOME = "990102001203"


@pytest.fixture
def sent(county: County, legal_time: LegalTime) -> str:
    """A neighbour has applied; no department has been asked yet."""
    told = read_story(FOLDER / "stories" / "helper-applies.yaml")
    told["given"]["people"]["household-register"]["990101198405120017"]["region"] = HOME
    legal_time.move_to(datetime.combine(date(2026, 11, 23), time(10), clock.CHINA))
    county.offices.hold(told, clock.today())
    return county.send(told)


def step(number: str, name: str) -> ProcessStepData:
    return next(row for row in cases.process_steps(number) if row.key.step == name)


def waits_for(county: County, code: str, post: str, number: str) -> bool:
    """Whether a step of the case stands among those that wait for this post."""
    listed = cases.queue(county.staff[code, post].actor, at=clock.now(), steps=50)
    return number in {one.summary.number for one in listed.steps}


def test_the_office_near_gets_the_step_when_the_register_has_answered(county: County, sent: str) -> None:
    assert step(sent, "accept").organisation == COUNTY
    assert waits_for(county, COUNTY, CHECK, sent) and not waits_for(county, TOWNSHIP, HANDLE, sent)
    assert authorisations.to_take(county.staff[VILLAGE, HELP].actor) == {}
    county.settle()
    accept = step(sent, "accept")
    assert (accept.organisation, accept.permission, accept.state) == (TOWNSHIP, HANDLE, "open")
    assert waits_for(county, TOWNSHIP, HANDLE, sent) and not waits_for(county, COUNTY, CHECK, sent)
    assert sent in authorisations.to_take(county.staff[VILLAGE, HELP].actor)
    noted = [one for one in audit.entries_on("case", sent) if one.action.name == "cases.region_settled"]
    moved = [one.detail for one in audit.entries_on("case", sent) if one.action.name == "cases.step_routed"]
    assert len(noted) == 1
    assert {"step": "accept", "occurrence": 1, "from": COUNTY, "to": TOWNSHIP} in moved
    told = cases.case(sent, actor=county.applicant.actor, at=clock.now()).steps
    assert [one.text.zh for one in told if one.code == "step_routed"] == [f"{accept.name.zh}：转给家所在地的单位办"]


def test_who_applied_reads_the_office_and_not_the_place(county: County, sent: str) -> None:
    county.settle()
    page = county.applicant.client.get(reverse("portal.case", args=[sent])).content.decode()
    assert organisations.organisation(TOWNSHIP).name.zh in page
    shown = page.replace(sent, "")
    assert HOME not in shown and organisations.region(HOME).name.zh not in shown and "3 组 9 号" not in shown


def test_who_has_taken_a_step_keeps_it_and_the_next_goes_to_the_office_near(county: County, sent: str) -> None:
    clerk = county.staff[COUNTY, CHECK].actor
    cases.take_step(sent, step(sent, "accept").key, actor=clerk, at=clock.now())
    county.settle()
    assert (step(sent, "accept").organisation, step(sent, "accept").held_by) == (COUNTY, clerk.id)
    county.do(sent, "accept")
    assert step(sent, "visit").organisation == TOWNSHIP
