"""Workers of two versions at one outbox, as while an upgrade runs: neither loses what the other alone knows."""

from dataclasses import asdict, dataclass
from typing import Any

import pytest
from django.db import transaction

from zhengtong.kernel import clock, retry
from zhengtong.kernel.events import _registry
from zhengtong.kernel.events import api as outbox
from zhengtong.kernel.events.models import OutboxEvent

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "test.planted"


@dataclass(frozen=True)
class Older:
    number: int


@dataclass(frozen=True)
class Newer:
    number: int
    word: str = ""


class Version:
    """What one version declares and hears: an event class, and handlers that keep what they were told."""

    def __init__(self, patch: pytest.MonkeyPatch, cls: type | None, *handlers: str) -> None:
        self._patch, self._cls, self._names = patch, cls, handlers
        self.told: list[tuple[str, dict[str, Any]]] = []

    def runs(self) -> "Version":
        """From here on this process is of this version."""
        if self._cls is None:
            self._patch.delitem(_registry._classes, NAME, raising=False)
        else:
            self._patch.setitem(_registry._classes, NAME, self._cls)
            self._patch.setitem(_registry._names, self._cls, NAME)
        hear = [_registry.Handler(name, self._hearing(name)) for name in self._names]
        self._patch.setitem(_registry._handlers, NAME, hear)
        return self

    def announces(self, fact: Any) -> None:
        self.runs()
        with transaction.atomic():
            outbox.announce(fact)

    def works(self) -> int:
        return self.runs() and outbox.deliver_due()

    def _hearing(self, name: str) -> Any:
        return lambda fact: self.told.append((name, asdict(fact)))


def row() -> OutboxEvent:
    return OutboxEvent.objects.get()


def later() -> None:
    """Its next time has come."""
    OutboxEvent.objects.update(next_at=clock.real_now())


def test_an_event_of_a_newer_version_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Version(monkeypatch, None), Version(monkeypatch, Newer, "a")
    new.announces(Newer(1))
    old.works()
    assert (row().done, row().error) == (False, "not of this version: a")
    later()
    assert new.works() == 1
    assert (row().done, new.told) == (True, [("a", {"number": 1, "word": ""})])


def test_an_event_nobody_hears_is_done_by_whoever_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker has not even loaded the class of an event without handlers."""
    web, worker = Version(monkeypatch, Newer), Version(monkeypatch, None)
    web.announces(Newer(1))
    worker.works()
    assert (row().done, row().attempts) == (True, 1)


def test_a_handler_of_a_newer_version_hears_what_the_older_has_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Version(monkeypatch, Older, "a"), Version(monkeypatch, Older, "a", "b")
    new.announces(Older(1))
    assert old.works() == 1
    assert (row().done, old.told) == (False, [("a", {"number": 1})])
    assert outbox.deliver_due() == 0  # it is left alone for a moment
    later()
    new.works()
    assert (row().done, new.told) == (True, [("b", {"number": 1})])
    assert row().error == ""


def test_an_older_version_that_heard_all_it_knows_leaves_the_rest_again(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Version(monkeypatch, Older, "a"), Version(monkeypatch, Older, "b", "a")
    new.announces(Older(1))
    for _ in range(retry.MANY):
        old.works()
        later()
    assert old.told == [("a", {"number": 1})]
    assert outbox.failing() == 1  # nobody knows it any more: people are told
    assert "b" in row().error
    new.works()
    assert (row().done, outbox.failing()) == (True, 0)


def test_a_handler_that_is_only_in_the_working_version_hears_too(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Version(monkeypatch, Older, "a"), Version(monkeypatch, Older, "a", "b")
    old.announces(Older(1))
    new.works()
    assert (row().done, [name for name, _ in new.told]) == (True, ["a", "b"])


def test_fields_of_a_newer_version_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = Version(monkeypatch, Older, "a"), Version(monkeypatch, Newer, "a")
    new.announces(Newer(1, "word"))
    old.works()
    assert (row().done, old.told) == (True, [("a", {"number": 1})])


def test_rows_of_a_version_that_wrote_no_hearers_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Version(monkeypatch, Newer, "a").runs()
    now = clock.real_now()
    OutboxEvent.objects.create(name=NAME, payload={"number": 1}, at=now, next_at=now)
    new.works()
    assert (row().done, new.told) == (True, [("a", {"number": 1, "word": ""})])
