"""The machine's clock ran ahead for a while and was put right: nothing waits for the hours it was ahead, and what came
later is not dated earlier."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

import town as city
from clocks import LegalTime
from town import Town
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.models import Paper, Step
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel import clock, retry, work
from zhengtong.kernel.events import _registry
from zhengtong.kernel.events import api as outbox
from zhengtong.kernel.events.models import OutboxEvent

pytestmark = pytest.mark.django_db
AHEAD = timedelta(hours=3)
Put = Callable[[timedelta], None]


@dataclass(frozen=True)
class Planted:
    number: int


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """The machine's clock is so far ahead from now on."""
    right = clock.real_now

    def ahead(by: timedelta) -> None:
        monkeypatch.setattr(clock, "real_now", lambda: right() + by)

    return ahead


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the one handler of a planted fact was told."""
    told: list[int] = []
    monkeypatch.setitem(_registry._classes, "test.planted", Planted)
    monkeypatch.setitem(_registry._names, Planted, "test.planted")
    handler = _registry.Handler("test.hear", lambda event: told.append(event.number))
    monkeypatch.setitem(_registry._handlers, "test.planted", [handler])
    return told


def announce(number: int) -> None:
    with transaction.atomic():
        outbox.announce(Planted(number))


def test_a_fact_announced_ahead_is_heard_at_once(heard: list[int], put: Put) -> None:
    put(AHEAD)
    announce(1)
    put(timedelta(0))
    outbox.deliver_due()
    assert heard == []
    assert retry.put_back() == 1
    outbox.deliver_due()
    assert heard == [1]


def test_looking_for_them_reads_and_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """One statement for each kind of row that waits: facts, papers, lists, licences, mails, texts, questions."""
    with django_assert_num_queries(7):
        assert retry.put_back() == 0


@pytest.mark.skipif(
    transaction.get_connection().vendor != "sqlite", reason="the planner of PostgreSQL goes by how many rows there are"
)
def test_what_waits_for_its_time_is_not_read_by_a_look_for_what_is_due() -> None:
    """A department that is away leaves thousands that wait: who looks ten times a second must not read them."""
    connection = transaction.get_connection()
    with CaptureQueriesContext(connection) as queries:
        outbox.deliver_due()
    (asked,) = queries.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert "USING INDEX outbox_due (next_at<?)" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(("attempts", "waits"), [(1, 5), (2, 30), (3, 120), (4, 600), (5, 1800), (6, 3600), (9, 3600)])
def test_a_failure_waits_as_long_as_its_schedule_and_no_longer(attempts: int, waits: int) -> None:
    """The seconds are those of kernel.retry's schedule, written out."""
    now = clock.real_now()
    OutboxEvent.objects.create(name="x", payload={}, at=now, attempts=attempts, next_at=now + timedelta(seconds=waits))
    assert not OutboxEvent.objects.filter(retry.ahead(now)).exists()
    OutboxEvent.objects.update(next_at=now + timedelta(seconds=waits + 11))
    assert OutboxEvent.objects.filter(retry.ahead(now)).exists()


def test_what_a_worker_has_taken_is_left_to_it_for_its_lease() -> None:
    now, lease = clock.real_now(), timedelta(minutes=2)
    OutboxEvent.objects.create(name="x", payload={}, at=now, next_at=now + lease)
    assert not OutboxEvent.objects.filter(retry.ahead(now, lease=lease)).exists()
    OutboxEvent.objects.update(next_at=now + lease + timedelta(seconds=11))
    assert OutboxEvent.objects.filter(retry.ahead(now, lease=lease)).exists()


@pytest.mark.server
def test_papers_and_licences_taken_ahead_are_made(town: Town, put: Put) -> None:
    """Taken by a worker that died while the clock was ahead, or asked for then."""
    put(AHEAD)
    number = city.send(town.daughter.actor)
    work.run_all()
    Paper.objects.update(state="waiting", next_at=clock.real_now() + timedelta(minutes=2))
    Licence.objects.update(making="waiting", next_at=clock.real_now() + timedelta(minutes=2))
    put(timedelta(0))
    work.run_all()
    assert set(Paper.objects.values_list("state", flat=True)) == {"made"}
    assert set(Licence.objects.values_list("making", flat=True)) == {"made"}
    assert len(licences.licences_of_case(number)) == 1


@pytest.mark.server
def test_a_case_opened_ahead_is_not_decided_before_that(town: Town, legal_time: LegalTime) -> None:
    right = legal_time.at
    legal_time.move_to(right + AHEAD)
    number = city.send(town.daughter.actor)
    legal_time.move_to(right)
    work.run_all()
    case = cases.case(number, actor=city.SYSTEM, at=clock.now())
    assert case.summary.state == "closed"
    moments: list[datetime] = list(Step.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert case.decided_at is not None and case.summary.closed_at is not None
    assert case.summary.opened_at <= case.decided_at <= case.summary.closed_at
