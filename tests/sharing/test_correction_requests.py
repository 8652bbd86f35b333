"""A correction request: once, in time, by whom it was given to, and never about oneself."""

from dataclasses import replace
from datetime import date, datetime

import pytest

import actors
import town as city
from clocks import LegalTime
from town import Somebody, Town
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, Invalid, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import AlreadyConcluded, NewCorrection
from zhengtong.trust.audit import api as audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(town: Town) -> Somebody:
    return town.staff("hukou", "罗建国", actors.POLICE, "户籍核对")


def _new(person: Actor) -> NewCorrection:
    return NewCorrection(
        reference="case-1",
        organisation=actors.CIVIL_AFFAIRS,
        resource=city.RESOURCE,
        field="address",
        person=person.person,
        name="李敏",
        id_number=city.DAUGHTER[1],
        told="桥头街 18 号",
        claimed="桥头街 9 号",
        reason="",
        handler=actors.POLICE,
        permission="sharing.correct",
    )


def _open(town: Town, **changes: str) -> str:
    new = replace(_new(town.daughter.actor), **changes)
    return corrections.open_correction(new, actor=town.daughter.actor, at=clock.now()).id


def test_ten_working_days_over_a_holiday(town: Town, legal_time: LegalTime) -> None:
    """政务数据共享条例 art. 26. After Thursday 24 September 2026 come 中秋 25–27 September and 国庆 1–7 October, and
    Saturday 10 October is worked: 28, 29, 30 September, 8, 9, 10, 12, 13, 14 and 15 October."""
    legal_time.move_to(datetime(2026, 9, 24, 10, 0, tzinfo=clock.CHINA))
    _open(town)
    [found] = corrections.corrections_of("case-1")
    assert found.due == date(2026, 10, 15)


def test_one_open_request_for_a_field_and_another_after_it_is_concluded(town: Town, police: Somebody) -> None:
    first = _open(town)
    assert _open(town, claimed="又一个地方") == first
    assert _open(town, field="name") != first
    assert _open(town, reference="case-2") != first
    corrections.conclude(first, "corrected", "", actor=police.actor, at=clock.now())
    assert _open(town) != first


def test_it_says_what_should_be_there_and_at_no_great_length(town: Town) -> None:
    with pytest.raises(Invalid) as empty:
        _open(town, claimed="  ")
    assert [one.code for one in empty.value.problems] == ["required"]
    with pytest.raises(Invalid) as long:
        _open(town, claimed="长" * 201, reason="长" * 201)
    assert [(one.field, one.code) for one in long.value.problems] == [("claimed", "too_long"), ("reason", "too_long")]


def test_nobody_concludes_about_their_own_data(town: Town, police: Somebody) -> None:
    asked = _open(town)
    own = replace(police.actor, person=town.daughter.actor.person)
    with pytest.raises(Forbidden):
        corrections.conclude(asked, "corrected", "", actor=own, at=clock.now())


def test_a_post_of_the_department_without_the_permission_sees_nothing(town: Town, police: Somebody) -> None:
    asked = _open(town)
    without = replace(police.actor, permissions=frozenset())
    elsewhere = replace(police.actor, organisation=actors.SERVICES)
    for actor in (without, elsewhere):
        assert corrections.to_check(actor) == ()
        with pytest.raises(NotFound):
            corrections.correction(asked, actor=actor, at=clock.now())


def test_it_is_concluded_once_and_announced_once(town: Town, police: Somebody) -> None:
    asked = _open(town)
    corrections.conclude(asked, "upheld", "登记时就是这个地址", actor=police.actor, at=clock.now())
    with pytest.raises(AlreadyConcluded):
        corrections.conclude(asked, "corrected", "", actor=police.actor, at=clock.now())
    assert OutboxEvent.objects.filter(name="sharing.corrections.concluded").count() == 1


def test_a_look_is_on_the_persons_record(town: Town, police: Somebody) -> None:
    asked = _open(town)
    corrections.correction(asked, actor=police.actor, at=clock.now())
    [look] = audit.looks_on("correction", asked)
    assert (look.organisation, look.post) == (actors.POLICE, "户籍核对")
