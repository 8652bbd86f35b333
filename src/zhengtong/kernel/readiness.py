"""Whether this process can do its work: asked by whoever decides if it gets requests."""

from django.db import DatabaseError, OperationalError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

_migrated = False
_POSTGRESQL_AWAY = ("08", "53", "57P", "40", "25006")
"""How SQLSTATE begins: no connection, no room, shut down or starting, beaten by another, only reading any more."""
_SQLITE_AWAY = {5, 6, 8, 10, 13, 14}
"""Busy, locked, read-only, input and output, full, cannot be opened."""


def not_ready() -> tuple[str, ...]:
    """What keeps this process from work: `database` (it does not answer), `migrations` (it has another form).

    One statement once the migrations were found applied: they are looked up until then, and not again, since a
    running process keeps its code.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return () if _is_migrated() else ("migrations",)
    except DatabaseError:
        return ("database",)


def unapplied_migrations() -> tuple[str, ...]:
    """Migrations of this version the database has not had, as `app.name`."""
    return tuple(f"{migration.app_label}.{migration.name}" for migration in pending_migrations())


def pending_migrations() -> tuple[Migration, ...]:
    """Migrations of this version the database has not had, in order. What it has had of a newer version is no fault:
    while an upgrade runs, this one works on beside it."""
    executor = MigrationExecutor(connection)
    return tuple(migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_migrated() -> bool:
    global _migrated
    _migrated = _migrated or not unapplied_migrations()
    return _migrated


def is_away(error: BaseException | None) -> bool:
    """Whether an error says that the database is out of reach or cannot write: try again, nothing of ours is broken."""
    cause = error.__cause__ if error else None
    if state := getattr(cause, "sqlstate", None):
        return str(state).startswith(_POSTGRESQL_AWAY)
    if code := getattr(cause, "sqlite_errorcode", None):
        return int(code) & 0xFF in _SQLITE_AWAY
    return isinstance(error, OperationalError)
