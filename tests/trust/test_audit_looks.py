"""What a person sees of those who looked at their data."""

import pytest
from audit_log import ACT, AT, CLERK, LOOK
from django.db import transaction

from zhengtong.kernel.actor import Actor, system
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action

pytestmark = pytest.mark.django_db
PERSON = "01PERSON"
HERSELF = Actor(kind="resident", id="user:1", name="李*", person=PERSON)


def record(actor: Actor, action: Action, *subjects: str, on: str = "1") -> None:
    with transaction.atomic():
        audit.record(actor=actor, at=AT, action=action, on=("case", on), subjects=subjects, detail={"resource": "r"})


def test_every_look_is_shown_whoever_looked() -> None:
    for actor in (CLERK, HERSELF, system("submit")):
        record(actor, LOOK, PERSON)
    looks = audit.looks_at(PERSON)
    assert [look.action for look in looks] == [LOOK] * 3
    assert looks[2].organisation == CLERK.organisation and looks[2].detail == {"resource": "r"}


def test_of_other_acts_only_those_of_other_people_are_shown() -> None:
    for actor in (CLERK, HERSELF, system("submit")):
        record(actor, ACT, PERSON)
    (look,) = audit.looks_at(PERSON)
    assert look.post == CLERK.post
    assert look.detail == {}


def test_nothing_of_somebody_else_is_shown() -> None:
    record(CLERK, LOOK, "01ANOTHER")
    assert audit.looks_at(PERSON) == ()


def test_looks_on_one_object_newest_first() -> None:
    record(CLERK, LOOK, PERSON)
    record(CLERK, ACT, PERSON)
    record(system("x"), LOOK, PERSON)
    record(CLERK, LOOK, PERSON, on="2")
    assert [look.organisation for look in audit.looks_on("case", "1")] == ["", CLERK.organisation]


def test_everybody_of_a_long_list_sees_the_look() -> None:
    shown = [f"01P{n:03}" for n in range(801)]  # more than two statements hold
    record(CLERK, LOOK, *shown)
    assert {len(audit.looks_at(person)) for person in shown} == {1}
