"""A look that was refused is no look: the person whose case it is does not read of it. The service is home-care."""

from collections.abc import Callable

import pytest
from django.urls import reverse

import care
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: An address of a case, and nothing is there.
NOTHING_THERE: dict[str, Callable[[str], str]] = {
    "another office's step": lambda number: reverse("desk.step", args=[number, "visit", 1]),
    "a step that never was": lambda number: reverse("desk.step", args=[number, "accept", 7]),
    "a paper that is not made": lambda number: reverse("desk.paper", args=[number, "publicity"]),
    "nobody's signature": lambda number: reverse("desk.sign", args=[number, "0"]),
}


@pytest.fixture
def number(town: Town) -> str:
    care.load()
    number = care.send(town.daughter.actor)
    care.do(number, "accept", town.clerk.actor, outcome="accept")
    return number


def looks(number: str) -> int:
    case = cases.case(number, actor=system("tests"), at=clock.now())
    return sum(one.action.is_look for one in audit.entries_about(case.summary.applicant))


@pytest.mark.parametrize("what", NOTHING_THERE)
def test_a_page_that_is_not_there_is_no_look(town: Town, number: str, what: str) -> None:
    before = looks(number)
    assert town.clerk.client.get(NOTHING_THERE[what](number)).status_code == 404
    assert looks(number) == before


def test_a_step_sent_to_that_never_was_and_a_limit_nobody_may_put_off_are_no_looks(town: Town, number: str) -> None:
    before = looks(number)
    for step, occurrence in (("accept", 7), ("nonsense", 1)):
        for name in ("desk.step", "desk.send", "desk.ask_colleague"):
            url = reverse(name, args=[number, step, occurrence])
            assert town.clerk.client.post(url, {"outcome": "accept"}).status_code == 404
    assert looks(number) == before


def test_a_page_that_is_there_is_one_look(town: Town, number: str) -> None:
    before = looks(number)
    assert town.clerk.client.get(reverse("desk.case", args=[number])).status_code == 200
    assert town.clerk.client.get(reverse("desk.paper", args=[number, "acceptance"])).status_code == 200
    assert looks(number) == before + 2
