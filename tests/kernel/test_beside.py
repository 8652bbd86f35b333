"""Migrating while the version before works: nobody waits long for us, and what needs a stop is not begun."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.migrations import Migration

from zhengtong.channels.console.commands import migrate
from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.kernel import beside
from zhengtong.kernel.text import Text

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="two versions cannot share SQLite")
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL may be shared")
TABLE = "events_outboxevent"


@pytest.fixture
def altering(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What migrating does: one column more. Told how often it was tried."""
    tried: list[str] = []

    def call_command(name: str, **_: Any) -> None:
        tried.append(name)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN planted text")

    monkeypatch.setattr(beside, "call_command", call_command)
    monkeypatch.setattr(beside, "_LONGEST_LOCK_WAIT", "200ms")
    monkeypatch.setattr(beside, "_PAUSE_SECONDS", 0.05)
    yield tried
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS planted")


class Holding:
    """Somebody else has read the table in a transaction that goes on."""

    def __enter__(self) -> "Holding":
        self._held, self.over = Event(), Event()
        self._thread = Thread(target=self._hold)
        self._thread.start()
        assert self._held.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._thread.join(20)

    def _hold(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {TABLE}")
            self._held.set()
            self.over.wait(20)
        connection.close()


def has_column() -> bool:
    with connection.cursor() as cursor:
        return "planted" in [column.name for column in connection.introspection.get_table_description(cursor, TABLE)]


@on_postgresql
def test_a_table_that_is_held_is_tried_again(altering: list[str]) -> None:
    with Holding() as other:
        Thread(target=lambda: other.over.wait(1.0) or other.over.set()).start()
        beside.migrate()
    assert len(altering) > 1
    assert has_column()


@on_postgresql
def test_who_cannot_have_a_table_gives_up(altering: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_TRIES", 3)
    with Holding(), pytest.raises(OperationalError):
        beside.migrate()
    assert len(altering) == 3
    assert not has_column()


@on_postgresql
def test_the_limit_ends_with_the_transaction(altering: list[str]) -> None:
    beside.migrate()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def planted(monkeypatch: pytest.MonkeyPatch, **declared: Any) -> None:
    """One migration the database has not had."""
    migration = type("Migration", (Migration,), declared)("0099_planted", "events")
    monkeypatch.setattr(beside, "pending_migrations", lambda: (migration,))


def run(tmp_path: Path) -> int:
    return migrate.run(Namespace(beside=True), Node(tmp_path / "home", 8000, "en", ""))


@on_postgresql
def test_what_needs_a_stop_is_told_and_not_begun(
    altering: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted(monkeypatch, needs_stop=Text("全部重写。", "All of it is written anew."))
    assert run(tmp_path) == BAD
    said = capsys.readouterr()
    assert "events.0099_planted needs a stop: All of it is written anew." in said.out + said.err
    assert altering == []


@on_postgresql
def test_what_needs_none_is_done(altering: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    planted(monkeypatch)
    assert run(tmp_path) == GOOD
    assert has_column()


@on_sqlite
def test_two_versions_cannot_share_sqlite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == BAD
    said = capsys.readouterr()
    assert "cannot share SQLite" in said.out + said.err
