"""Applying for somebody outside one's household: a name and a number are easily known and must open nothing."""

import pytest

import town as city
from town import Somebody, Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOTHER, MOTHERS_NUMBER = "王桂兰", "990101194403150046"
HER_OWN = (MOTHERS_NUMBER, "1944", "桥头街")


@pytest.fixture
def neighbour(town: Town) -> Somebody:
    return city.resident("赵德福", "990101194702100110", "19900000079")


def apply_for(name: str, actor: Actor) -> str:
    """The number of a case somebody opens for her by name and number."""
    return city.send(actor, city.other(name, MOTHERS_NUMBER))


def seen_by(number: str, actor: Actor) -> CaseData:
    return cases.case(number, actor=actor, at=clock.now())


def test_a_wrong_name_is_never_told_the_right_one(town: Town, neighbour: Somebody) -> None:
    city.send(town.daughter.actor)
    city.settle()  # the platform knows her by now
    number = apply_for("王桂花", neighbour.actor)
    city.settle()
    seen = seen_by(number, neighbour.actor)
    assert (seen.summary.state, seen.summary.applicant_name) == ("with_person", "王桂花")
    page = neighbour.client.get(f"/cases/{number}/").content.decode()
    assert MOTHER not in page
    assert not any(told in page for told in HER_OWN)
    assert licences.licences_of_case(number) == ()


def test_a_result_for_somebody_else_is_theirs_alone(town: Town, neighbour: Somebody) -> None:
    number = apply_for(MOTHER, neighbour.actor)
    city.settle()
    seen = seen_by(number, neighbour.actor)
    assert (seen.summary.state, seen.summary.outcome, seen.whole) == ("closed", "approve", False)
    assert seen.decision
    assert (seen.decision.reasons, seen.decision.lines, dict(seen.decision.values)) == ((), (), {})
    client = neighbour.client
    assert client.get(f"/cases/{number}/licence.pdf").status_code == 404
    page = client.get(f"/cases/{number}/").content.decode()
    assert f"结果已经发给{MOTHER}本人" in page
    assert "120" not in page.split("<main", 1)[1].replace(number, "")
    assert not any(told in page for told in HER_OWN)
