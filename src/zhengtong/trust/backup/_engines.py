"""The database as files and back: SQLite by its online backup, PostgreSQL by COPY in one snapshot."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from zhengtong.trust.backup._refusals import BackupUnreadable, DatabaseNotEmpty, OtherEngine, OtherVersion
from zhengtong.trust.backup.data import Manifest

SQLITE_FILE = "zhengtong.sqlite3"
_PIECE = 1 << 20
_TURNS = 80
_MADE_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}


def dump(folder: Path, made_at: str) -> Manifest:
    """Write the database, as of one moment, into an empty folder."""
    tables, sequences = _dump_postgresql(folder) if connection.vendor == "postgresql" else _dump_sqlite(folder)
    return Manifest(made_at, connection.vendor, tuple(sorted(_applied())), tables, sequences)


def check(manifest: Manifest) -> None:
    """Refuse a backup this node cannot take, before anything is touched."""
    if manifest.engine != connection.vendor:
        raise OtherEngine(made_on=manifest.engine, here=connection.vendor)
    if manifest.engine == "postgresql":
        _check_postgresql(manifest)


def load(manifest: Manifest, folder: Path, home: Path) -> None:
    """Put the dumped database in place: beside the other files of `home`, or into the empty PostgreSQL."""
    if manifest.engine == "postgresql":
        _load_postgresql(manifest, folder)
    else:
        (folder / SQLITE_FILE).rename(home / SQLITE_FILE)


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _dump_sqlite(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    connection.ensure_connection()
    target = sqlite3.connect(folder / SQLITE_FILE)
    try:
        connection.connection.backup(target, progress=_patience())
    finally:
        target.close()
    return {}, {}


def _patience() -> Callable[[int, int, int], None]:
    """SQLite waits for a writer without end; we wait 80 quarters of a second, then raise TimeoutError."""
    turns = iter(range(_TURNS))

    def turn(_status: int, _remaining: int, _total: int) -> None:
        if next(turns, None) is None:
            raise TimeoutError("the database was locked for 20 seconds")

    return turn


def _dump_postgresql(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    with _own_connection() as own, own.transaction(), own.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = {name: _copy_out(cursor, name, folder / name) for name in _tables(cursor)}
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
        return tables, {name: value for name, value in cursor.fetchall() if value is not None}


def _copy_out(cursor: Any, table: str, path: Path) -> int:
    with path.open("wb") as file, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        for piece in copy:
            file.write(piece)
    return int(cursor.rowcount)


def _check_postgresql(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for table in set(_tables(cursor)) - _MADE_BY_MIGRATE:
            cursor.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)))
            if cursor.fetchone():
                raise DatabaseNotEmpty(table=table)
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    for app, name in sorted((set(manifest.migrations) - known) | (_applied() - set(manifest.migrations))):
        raise OtherVersion(migration=f"{app}.{name}")


def _load_postgresql(manifest: Manifest, folder: Path) -> None:
    """Make the tables by the migrations the backup had, then fill them in one transaction.

    Django's foreign keys are deferred, so the order of tables does not matter.
    """
    executor = MigrationExecutor(connection)
    executor.migrate(_last_of_each_app(executor, set(manifest.migrations)))
    with _own_connection() as own, own.transaction(), own.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        names = sql.SQL(", ").join(map(sql.Identifier, _tables(cursor)))
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for table, rows in manifest.tables.items():
            if _copy_in(cursor, table, folder / table) != rows:
                raise BackupUnreadable(path=folder.name, what=table)
        for name, value in manifest.sequences.items():
            cursor.execute("SELECT setval(quote_ident(%s)::regclass, %s)", (name, value))


def _last_of_each_app(executor: MigrationExecutor, migrations: set[tuple[str, str]]) -> list[tuple[str, str]]:
    graph = executor.loader.graph
    return [
        node
        for node in sorted(migrations)
        if not any(child.key in migrations and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def _copy_in(cursor: Any, table: str, path: Path) -> int:
    with path.open("rb") as file, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        while piece := file.read(_PIECE):
            copy.write(piece)
    return int(cursor.rowcount)


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


@contextmanager
def _own_connection() -> Iterator[Any]:
    """A second connection, so that its long transaction is not one of ours."""
    own = connection.get_new_connection(connection.get_connection_params())
    try:
        yield own
    finally:
        own.close()
