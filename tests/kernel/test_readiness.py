"""Which errors of the database say that it is away, and which are faults of ours."""

import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from zhengtong.kernel import readiness
from zhengtong.kernel.readiness import is_away


@pytest.mark.django_db
def test_a_table_that_is_not_there_is_a_fault_of_ours() -> None:
    with pytest.raises(DatabaseError) as missing, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert not is_away(missing.value)


@pytest.mark.parametrize(("name", "away"), [("SQLITE_BUSY", True), ("SQLITE_FULL", True), ("SQLITE_ERROR", False)])
def test_what_sqlite_says(name: str, away: bool) -> None:
    assert is_away(said(getattr(sqlite3, name))) is away


def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as refused:
        sqlite3.connect(f"file:{tmp_path}/none/x?mode=ro", uri=True)
    assert is_away(said(refused.value.sqlite_errorcode))


@pytest.mark.django_db
def test_a_database_that_has_gone_ahead_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """While an upgrade runs the version before works on, and is started again when it dies."""
    monkeypatch.setattr(readiness, "_migrated", False)
    MigrationRecorder(connection).record_applied("events", "9999_of_the_next_version")
    MigrationRecorder(connection).record_applied("a_context_of_the_next_version", "0001_initial")
    assert readiness.not_ready() == ()


@pytest.mark.django_db
def test_a_database_that_is_behind_keeps_a_process_from_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_migrated", False)
    MigrationRecorder(connection).record_unapplied("ratings", "0002_answer")
    assert readiness.not_ready() == ("migrations",)


def said(code: int) -> OperationalError:
    """As Django hands on what SQLite said."""
    cause = sqlite3.OperationalError("planted")
    cause.sqlite_errorcode = code
    error = OperationalError("planted")
    error.__cause__ = cause
    return error
