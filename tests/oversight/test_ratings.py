"""Ratings: once for a case, after its result, by its parties; a bad one is somebody's duty with a date."""

from datetime import date, datetime

import pytest
from django.db import connection

import actors
import town as city
from clocks import LegalTime
from town import Town
from zhengtong.journeys.rate import rate
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.office.duties import api as duties
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import AlreadyRated, NotYetClosed, RatingData
from zhengtong.oversight.ratings.models import Rating
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def closed(town: Town) -> str:
    """A case whose licence is there, closed on Monday 23 November 2026."""
    number = city.send(town.daughter.actor)
    city.settle()
    return number


def give(number: str, grade: int, actor: Actor, comment: str = "") -> RatingData:
    return rate(number, grade, comment, channel="web", actor=actor, at=clock.now())


@pytest.mark.parametrize("grade", [1, 2, 3])
def test_a_good_rating_is_kept_and_asks_nothing_of_anyone(town: Town, closed: str, grade: int) -> None:
    given = give(closed, grade, town.daughter.actor, "  没跑一趟。 ")
    assert (given.grade, given.comment, given.answer_due, given.is_bad) == (grade, "没跑一趟。", None, False)
    assert ratings.rating_of(closed) == given
    assert duties.duties_of(town.clerk.actor) == ()


@pytest.mark.parametrize("grade", [4, 5])
def test_a_bad_rating_is_a_duty_with_a_date(town: Town, closed: str, grade: int) -> None:
    given = give(closed, grade, town.daughter.actor, "等了很久")
    # Monday 23 November: 24 (1), 25 (2), 26 (3), 27 (4), Monday 30 (5)
    assert given.answer_due == date(2026, 11, 30)
    [duty] = duties.duties_of(town.clerk.actor)
    assert (duty.kind, duty.about, duty.due) == ("bad_rating", ("case", closed), date(2026, 11, 30))
    assert town.daughter.actor.name not in duty.title.zh


@pytest.mark.parametrize(
    ("day", "due"),
    [
        # Sat 21, Sun 22 do not count: 23 (1), 24, 25, 26, Fri 27 (5)
        (date(2026, 11, 20), date(2026, 11, 27)),
        # Fri 1 Jan off, Mon 4 (1) to Fri 8 (5)
        (date(2026, 12, 31), date(2027, 1, 8)),
        # eve and festival 5 to 8 off: Thu 4 (1), Tue 9 (2), 10, 11, Fri 12 (5)
        (date(2027, 2, 3), date(2027, 2, 12)),
    ],
)
def test_its_date_over_weekends_and_holidays(
    town: Town, closed: str, legal_time: LegalTime, day: date, due: date
) -> None:
    legal_time.move_to(datetime(day.year, day.month, day.day, 10, tzinfo=clock.CHINA))
    assert give(closed, 5, town.daughter.actor).answer_due == due


def test_a_case_is_rated_once(town: Town, closed: str) -> None:
    first = give(closed, 2, town.daughter.actor)
    mother = city.resident(*city.MOTHER, "19900000046")
    for actor in (town.daughter.actor, mother.actor):
        with pytest.raises(AlreadyRated):
            give(closed, 5, actor)
    assert ratings.rating_of(closed) == first
    assert duties.duties_of(town.clerk.actor) == ()
    assert OutboxEvent.objects.filter(name="oversight.ratings.case_rated").count() == 1


def test_the_applicant_rates_as_well_as_the_one_who_applied(town: Town, closed: str) -> None:
    mother = city.resident(*city.MOTHER, "19900000046")
    assert give(closed, 1, mother.actor).grade == 1
    assert Rating.objects.get().person_id == mother.actor.person


def test_not_before_the_result(town: Town) -> None:
    number = city.send(town.daughter.actor)
    with pytest.raises(NotYetClosed):
        give(number, 1, town.daughter.actor)
    assert not Rating.objects.exists()


def test_only_parties(town: Town, closed: str) -> None:
    stranger = city.resident("赵德福", "990101194702100110", "19900000079")
    elsewhere = town.staff("liangwei", "梁伟", actors.SERVICES, "督查")
    for actor in (stranger.actor, town.clerk.actor, elsewhere.actor, ANONYMOUS):
        with pytest.raises(NotFound):
            give(closed, 1, actor)
    assert stranger.client.post(f"/cases/{closed}/rating", {"grade": "5"}).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    ("grade", "comment", "field"), [(0, "", "grade"), (6, "", "grade"), (1, "长" * 501, "comment")]
)
def test_what_is_wrong_is_named(town: Town, closed: str, grade: int, comment: str, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        give(closed, grade, town.daughter.actor, comment)
    assert [problem.field for problem in wrong.value.problems] == [field]
    assert not Rating.objects.exists()


def test_the_page_says_by_when_somebody_answers(town: Town, closed: str) -> None:
    client = town.daughter.client
    wrong = client.post(f"/cases/{closed}/rating", {"comment": "没选"})
    assert wrong.status_code == 422
    assert "<title>要改：" in wrong.content.decode()
    client.post(f"/cases/{closed}/rating", {"grade": "5", "comment": "等了很久"})
    page = client.get(f"/cases/{closed}/").content.decode()
    assert "您评的是“非常不满意”" in page
    assert "最晚11月30日" in page
    assert client.post(f"/cases/{closed}/rating", {"grade": "1"}).status_code == 409


def test_it_is_on_the_record_and_its_words_are_encrypted(town: Town, closed: str) -> None:
    give(closed, 5, town.daughter.actor, "窗口的人很凶")
    assert audit.entries_on("case", closed)[0].action.name == "ratings.rated"
    with connection.cursor() as cursor:
        cursor.execute("SELECT comment FROM ratings_rating")
        assert "很凶" not in cursor.fetchone()[0]
