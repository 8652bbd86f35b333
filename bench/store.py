"""The database of a bench: SQLite in its home, or a PostgreSQL of its own, both as durable as in production."""

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from cluster import Cluster
from server import cpu_seconds, held

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL)
_FULL = 2


class Bare(Protocol):
    """A connection of the driver itself, each statement committed by itself; parameters are written `?`."""

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """One statement; what it found."""
        ...

    def close(self) -> None: ...


class Store:
    """`kind` is one of KINDS."""

    def __init__(self, kind: str = SQLITE) -> None:
        self.kind = kind
        self.cluster = Cluster() if kind == POSTGRESQL else None

    @property
    def url(self) -> str:
        """What ZHENGTONG_DATABASE_URL says; empty for SQLite."""
        return self.cluster.url if self.cluster else ""

    def cpu_seconds(self) -> float:
        """Processor time of the database's own processes; SQLite has none."""
        return cpu_seconds(self.cluster.pid) if self.cluster else 0.0

    def memory(self) -> int:
        """Bytes its own processes hold, shared pages counted by their share."""
        return held(self.cluster.pid) if self.cluster else 0

    def kill(self) -> None:
        """Kill the database and start it again: what was not on the disk is gone. SQLite dies with its server."""
        if self.cluster:
            from django.db import connections

            connections.close_all()
            self.cluster.kill()
            self.cluster.start()

    def copy(self, folder: Path) -> dict[str, str]:
        """Copy a home and its database; returns the environment of a process that runs on the copy."""
        from django.db import connections

        connections.close_all()
        copied = Path(shutil.copytree(folder, folder.with_name("bare")))
        environ = {"ZHENGTONG_HOME": str(copied)}
        if self.cluster:
            self.cluster.copy("bare")
            environ["ZHENGTONG_DATABASE_URL"] = self.url.replace("/postgres?", "/bare?")
        return environ

    def check_durable(self) -> None:
        """Every commit waits for the disk, in this process, which has the settings of the servers."""
        asked = ("fsync", "synchronous_commit") if self.cluster else ("synchronous",)
        wanted = ["on", "on"] if self.cluster else [_FULL]
        assert [_setting(name, "SHOW" if self.cluster else "PRAGMA") for name in asked] == wanted

    def check_whole(self) -> None:
        """Nothing of its files is broken."""
        if self.cluster:
            self.cluster.check()
        else:
            assert _setting("integrity_check", "PRAGMA") == "ok"

    def bare(self, file: Path) -> Bare:
        """A connection by itself, to a database in `file` (SQLite) or to a schema of that name (PostgreSQL)."""
        if self.cluster:
            return _BarePostgresql(self.url, file.stem)
        return _BareSqlite(file)

    @property
    def told(self) -> str:
        return "postgresql, synchronous_commit=on" if self.cluster else "sqlite, synchronous=FULL"

    def remove(self) -> None:
        if self.cluster:
            self.cluster.remove()


def _setting(name: str, word: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"{word} {name}")
        return cursor.fetchone()[0]


class _BareSqlite:
    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
            self._database.execute(statement)

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._database.execute(statement, values).fetchall()

    def close(self) -> None:
        self._database.close()


class _BarePostgresql:
    def __init__(self, url: str, schema: str) -> None:
        import psycopg

        self._database = psycopg.connect(url, autocommit=True)
        self._database.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._database.execute(f"SET search_path = {schema}")

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        found = self._database.execute(statement.replace("?", "%s"), values)
        return found.fetchall() if found.description else []

    def close(self) -> None:
        self._database.close()
