"""The figures the government is judged by, counted from rows worked by hand."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import actors
from zhengtong.channels.portal import _judged
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases import data as of_cases
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings import data as of_ratings
from zhengtong.oversight.ratings.models import Rating
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations import api as organisations

pytestmark = pytest.mark.django_db
MONTH = datetime(2026, 11, 1, tzinfo=clock.CHINA)
AT = datetime(2026, 11, 20, 12, tzinfo=clock.CHINA)


@pytest.fixture(autouse=True)
def city() -> None:
    _judged.forget()
    organisations.load(actors._ORGANISATIONS, actor=system("test"), at=AT)


def person() -> str:
    return identity.meet_person(name="李敏", id_number=actors.LI_MIN, actor=system("test"), at=AT).id


def case(number: str, due: date, closed: datetime | None) -> None:
    who = person()
    Case.objects.create(
        number=number,
        application=number,
        service="s",
        service_hash="h",
        service_name={"zh": "某事"},
        organisation_id=actors.CIVIL_AFFAIRS,
        applicant_id=who,
        operator_id=who,
        fields={},
        state="closed" if closed else "checking",
        opened_at=MONTH,
        legal_days=20,
        legal_due=due,
        promised_days=5,
        promised_due=due,
        due_is_provisional=False,
        closed_at=closed,
    )


def rating(number: str, grade: int, at: datetime = AT, answered: datetime | None = None) -> None:
    Rating.objects.create(
        case=number,
        service="s",
        organisation_id=actors.CIVIL_AFFAIRS,
        person_id=person(),
        grade=grade,
        channel="web",
        at=at,
        answered_at=answered,
    )


def four_cases() -> None:
    """One in time at the last minute of its day in China, one late, one still open past its promise, one in October."""
    case("1", date(2026, 11, 10), datetime(2026, 11, 10, 23, 59, tzinfo=clock.CHINA))
    case("2", date(2026, 11, 10), datetime(2026, 11, 11, 0, 1, tzinfo=clock.CHINA))
    case("3", date(2026, 11, 19), None)
    case("4", date(2026, 10, 10), datetime(2026, 10, 31, 23, 59, tzinfo=clock.CHINA))
    case("5", date(2026, 11, 20), None)


def test_cases_in_time_late_and_overdue() -> None:
    four_cases()
    with CaptureQueriesContext(connection) as queries:
        assert cases.tally(MONTH, at=AT) == of_cases.Tally(closed=2, on_time=1, overdue=1)
    assert len(queries) == 2
    assert of_cases.Tally(2, 1, 1).late == 2


def test_ratings_good_bad_and_answered() -> None:
    rating("1", 1)
    rating("2", 3)
    rating("3", 4, answered=AT)
    rating("4", 5)
    rating("5", 5, at=datetime(2026, 10, 31, 23, tzinfo=clock.CHINA))
    with CaptureQueriesContext(connection) as queries:
        assert ratings.tally(MONTH) == of_ratings.Tally(count=4, good=2, answered=1)
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1204, 1226, "98.2"), (2999, 3000, "99.9"), (5, 5, "100"), (0, 3, "0")]
)
def test_a_share_is_rounded_down(part: int, whole: int, shown: str) -> None:
    assert _judged.percent(part, whole) == shown


def test_the_band_shows_the_bad_figure_too_and_only_when_something_was_closed() -> None:
    assert _judged.figure_rows(AT) == []
    _judged.forget()
    four_cases()
    rows = _judged.figure_rows(AT)
    assert [row["number"] for row in rows] == ["33.3", "–", "0", "2"]
    assert rows[0]["note"].zh == "该办完的 3 件里 1 件"
    assert rows[3]["note"].zh == "办完时已晚 1 件，还没办完 1 件"


def test_counted_once_a_minute() -> None:
    four_cases()
    _judged.figure_rows(AT)
    with CaptureQueriesContext(connection) as queries:
        _judged.figure_rows(AT)
    assert len(queries) == 0


def test_no_band_on_the_front_page_before_the_first_result(client: Client) -> None:
    assert "band-main" not in client.get("/").content.decode()
