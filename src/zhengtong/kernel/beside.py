"""Bringing a PostgreSQL up while the version before still works on it.

A migration must not break code that does not know it: see the rule in docs/operations.md, which a test holds. One that
cannot be so says why in an attribute `needs_stop`, a Text for who runs the upgrade.
"""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddIndex
from django.db.migrations.state import ProjectState

from zhengtong.kernel.readiness import pending_migrations
from zhengtong.kernel.text import Text

_TRIES, _PAUSE_SECONDS = 20, 1.0
_LONGEST_LOCK_WAIT = "2s"
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's SQLSTATE
_CHANGES = ("ALTER", "CREATE", "DROP")


class AddIndexBeside(AddIndexConcurrently):
    """An index made while others write; the migration must be `atomic = False`. On SQLite as any other.

    What a try that was broken off has left is thrown away first: PostgreSQL keeps it under the name, and unused.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(self.index.name)}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)
            return
        super().database_backwards(app_label, schema_editor, from_state, to_state)


def is_possible() -> bool:
    """Whether two versions may work on this database at once: SQLite is one node's own."""
    return connection.vendor == "postgresql"


def stops() -> dict[str, Text]:
    """Migrations the database has not had that need a stop, as `app.name`, with their reasons."""
    pending = {f"{one.app_label}.{one.name}": getattr(one, "needs_stop", None) for one in pending_migrations()}
    return {name: reason for name, reason in pending.items() if reason}


def migrate() -> None:
    """Migrate, waiting for no lock longer than two seconds: whoever asks for a table after us waits behind us.

    Tried again for a while. OperationalError when somebody held a table all the time; what was applied stays.
    """
    for left in reversed(range(_TRIES)):
        try:
            with connection.execute_wrapper(_impatient):
                call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            if not left or getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _impatient(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Set for the transaction alone, since a pooler may give the next one to somebody else. What runs outside a
    transaction, an index made concurrently, keeps nobody waiting."""
    if connection.in_atomic_block and str(sql).startswith(_CHANGES):
        context["cursor"].cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_LOCK_WAIT}'")
    return execute(sql, params, many, context)
