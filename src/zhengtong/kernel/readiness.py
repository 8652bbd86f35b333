"""Whether this process can do its work: asked by whoever decides if it gets requests."""

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

_migrated = False
_READ_ONLY = "25006"
"""What PostgreSQL says on a server that has handed the lead over to another."""


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
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


def _is_migrated() -> bool:
    global _migrated
    _migrated = _migrated or not unapplied_migrations()
    return _migrated


def is_away(error: BaseException | None) -> bool:
    """Whether an error says that the database is out of reach or cannot write: try again, nothing of ours is broken."""
    read_only = getattr(error.__cause__, "sqlstate", "") == _READ_ONLY if error else False
    return read_only or isinstance(error, OperationalError | InterfaceError)
