"""Submitting an application over HTTP; beside it the same rows by bare ORM in a bare Django view.

Ours: session and CSRF, validation of the answers, case opened under its number, deadlines, questions to departments,
audit rows, receipt asked for, all in one durable transaction. What the worker does afterwards is not part of it.
The bare view inserts copies of the very rows one submission wrote, on the same database settings.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
import people
from server import Server
from shape import Bench, Measured
from store import Store

COUNT, WARM_UP = 160, 32


@dataclass(slots=True)
class World:
    ours: Server
    bare: Server
    session: Iterator[str]
    rows: int
    sent: int
    store: Store


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    session = people.sessions()
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    ours.wait()
    ours.load(people.submissions(WARM_UP, session), expect=201)
    rows = _rows_of_one(ours, session)
    ours.stop()  # whoever is connected stands in the way of copying
    bare = _bare(folder, rows, store)
    bare.load(people.submissions(WARM_UP, session), expect=201)
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    ours.wait()
    ours.load(people.submissions(WARM_UP, session), expect=201)
    return World(ours, bare, session, len(rows), 2 * WARM_UP + 1, store)


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


def _bare(folder: Path, rows: list[tuple[str, dict[str, Any]]], store: Store) -> Server:
    environ = store.copy(folder)
    (Path(environ["ZHENGTONG_HOME"]) / "rows.pickle").write_bytes(pickle.dumps(rows))
    server = Server("bare_django:application", environ, beside=store.cpu_seconds)
    server.wait()
    return server


def limit(world: World) -> Measured:
    return world.bare.load(people.submissions(COUNT, world.session), expect=201)


def ours(world: World) -> Measured:
    world.sent += COUNT
    return world.ours.load(people.submissions(COUNT, world.session), expect=201)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Server and database are killed; every submission is still there, once, with its number, evidence and receipt."""
    from django.db.models import Count

    from zhengtong.delivery.applications.models import Application
    from zhengtong.delivery.cases.models import Case, Need, Paper

    assert not any(turn.errors for turn in turns)
    world.store.check_durable()
    world.ours.kill()
    world.store.kill()
    world.store.check_whole()
    distinct = Case.objects.aggregate(number=Count("number", distinct=True), sent=Count("application", distinct=True))
    assert distinct == {"number": world.sent, "sent": world.sent}
    assert Application.objects.exclude(sent_at=None).count() == world.sent
    assert Need.objects.values("case").distinct().count() == world.sent
    assert Paper.objects.filter(kind="receipt").values("case").distinct().count() == world.sent
    assert max(int(number[-8:]) for number in Case.objects.values_list("number", flat=True)) == world.sent, "no gap"
    return {"submissions": world.sent, "rows_each": world.rows}


def close(world: World) -> None:
    world.ours.stop()
    world.bare.stop()


BENCH = Bench("submissions/s", "ratio ≥ 0.35, ≤ 5 ms CPU", prepare, limit, ours, check, close)
