"""Several workers at one outbox: what one is at the others pass over, and every handler has one effect."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from zhengtong.kernel.events import _registry
from zhengtong.kernel.events import api as outbox
from zhengtong.kernel.events.models import Delivery, OutboxEvent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer"),
]
EVENTS, WORKERS = 40, 3


@dataclass(frozen=True)
class Planted:
    number: int


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """What the one handler of the planted event was told."""
    told: list[int] = []
    monkeypatch.setitem(_registry._classes, "test.planted", Planted)
    monkeypatch.setitem(_registry._names, Planted, "test.planted")
    handler = _registry.Handler("test.hear", lambda event: told.append(event.number))
    monkeypatch.setitem(_registry._handlers, "test.planted", [handler])
    yield told


def announce(*numbers: int) -> None:
    with transaction.atomic():
        for number in numbers:
            outbox.announce(Planted(number))


def test_what_another_worker_is_at_is_passed_over(heard: list[int]) -> None:
    announce(1, 2)
    first = OutboxEvent.objects.earliest("pk")
    held, done = Event(), Event()

    def other() -> None:
        with transaction.atomic():
            OutboxEvent.objects.select_for_update().get(pk=first.pk)
            held.set()
            done.wait(20)
        connection.close()

    thread = Thread(target=other)
    thread.start()
    held.wait(20)
    assert outbox.deliver_due() == 1
    assert heard == [2]
    done.set()
    thread.join()
    first.refresh_from_db()
    assert (first.done, first.attempts, first.error) == (False, 0, "")
    outbox.deliver_due()
    assert heard == [2, 1]


def test_many_workers_hear_each_once(heard: list[int]) -> None:
    announce(*range(EVENTS))
    together = Barrier(WORKERS)

    def work() -> None:
        together.wait(20)
        while OutboxEvent.objects.filter(done=False).exists():
            outbox.deliver_due()
        connection.close()

    threads = [Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(heard) == list(range(EVENTS))
    assert Delivery.objects.count() == EVENTS


def test_what_failed_meanwhile_waits_for_its_next_time(heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(event: Planted) -> None:
        heard.append(event.number)
        raise RuntimeError("planted")

    monkeypatch.setitem(_registry._handlers, "test.planted", [_registry.Handler("test.hear", fail)])
    announce(1)
    row = OutboxEvent.objects.get()
    assert outbox.deliver_due() == 1
    assert not outbox._deliver(row)  # as a worker that had read the row before the failure
    assert heard == [1]
    row.refresh_from_db()
    assert (row.done, row.attempts) == (False, 1)
