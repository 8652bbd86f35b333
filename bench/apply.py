"""Submitting an application over HTTP; beside it the same rows by bare ORM in a bare Django view.

Ours: session and CSRF, validation of the answers, case opened under its number, deadlines, questions to departments,
audit rows, receipt asked for, all in one durable transaction. What the worker does afterwards is not part of it.
The bare view inserts copies of the very rows one submission wrote, on the same database settings.
"""

import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
import people
from server import Server
from shape import Bench, Measured

COUNT, WARM_UP = 160, 32
_FULL = 2


@dataclass(slots=True)
class World:
    folder: Path
    ours: Server
    bare: Server
    session: Iterator[str]
    rows: int
    sent: int


def prepare(folder: Path) -> World:
    home.make(folder)
    session = people.sessions()
    ours = Server("zhengtong.config.wsgi:application")
    ours.wait()
    ours.load(people.submissions(WARM_UP, session), expect=201)
    rows = _rows_of_one(ours, session)
    bare = _bare(folder, rows)
    bare.load(people.submissions(WARM_UP, session), expect=201)
    return World(folder, ours, bare, session, len(rows), WARM_UP + 1)


def _rows_of_one(ours: Server, session: Iterator[str]) -> list[tuple[str, dict[str, Any]]]:
    """The rows that one submission inserts, as (model, values)."""
    before = _all_rows()
    answer = ours.ask(people.submissions(16, session)[0][0])
    assert answer.startswith(b"HTTP/1.1 201"), answer
    after = _all_rows()
    return [(label, values) for (label, pk), values in after.items() if (label, pk) not in before]


def _all_rows() -> dict[tuple[str, Any], dict[str, Any]]:
    from django.apps import apps

    return {
        (model._meta.label, row.pk): {field.attname: getattr(row, field.attname) for field in model._meta.fields}
        for model in apps.get_models()
        for row in model._default_manager.order_by("pk")
    }


def _bare(folder: Path, rows: list[tuple[str, dict[str, Any]]]) -> Server:
    from django.db import connection

    connection.close()
    copy = Path(shutil.copytree(folder, folder.with_name("bare")))
    (copy / "rows.pickle").write_bytes(pickle.dumps(rows))
    server = Server("bare_django:application", {"ZHENGTONG_HOME": str(copy)})
    server.wait()
    return server


def limit(world: World) -> Measured:
    return world.bare.load(people.submissions(COUNT, world.session), expect=201)


def ours(world: World) -> Measured:
    world.sent += COUNT
    return world.ours.load(people.submissions(COUNT, world.session), expect=201)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """The server is killed; every submission is still there, once, with its number, evidence and receipt."""
    assert not any(turn.errors for turn in turns)
    assert _synchronous(world.folder) == _FULL
    world.ours.kill()
    with closing(sqlite3.connect(world.folder / "zhengtong.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for what in ("DISTINCT number", "DISTINCT application"):
            assert _count(database, what, "cases_case") == world.sent
        assert _count(database, "*", "applications_application WHERE sent_at IS NOT NULL") == world.sent
        assert _count(database, "DISTINCT case_id", "cases_need") == world.sent
        assert _count(database, "DISTINCT case_id", "cases_paper WHERE kind = 'receipt'") == world.sent
        highest = database.execute("SELECT max(substr(number, -8)) FROM cases_case").fetchone()[0]
        assert int(highest) == world.sent, "numbers have no gap"
    return {"submissions": world.sent, "rows_each": world.rows, "database": "sqlite, synchronous=FULL"}


def _count(database: sqlite3.Connection, what: str, where: str) -> int:
    return int(database.execute(f"SELECT count({what}) FROM {where}").fetchone()[0])


def _synchronous(folder: Path) -> int:
    """What the settings the servers run with ask of the disk."""
    from django.db import connection

    assert os.environ["ZHENGTONG_HOME"] == str(folder)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        return int(cursor.fetchone()[0])


def close(world: World) -> None:
    world.ours.stop()
    world.bare.stop()


BENCH = Bench("submissions/s", "ratio ≥ 0.35, ≤ 5 ms CPU", prepare, limit, ours, check, close)
