"""The version before works on while this one's migrations are applied: nothing it uses goes, or is asked of it anew."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import additive
import pytest
from django.db import DatabaseError, connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from zhengtong.kernel import beside, clock
from zhengtong.kernel.events import _registry
from zhengtong.kernel.events.models import OutboxEvent
from zhengtong.kernel.text import Text

BEFORE = json.loads((Path(__file__).parent / "contract.json").read_text("utf-8"))
APP, MODEL = "events", "outboxevent"
INDEX = models.Index(fields=["at"], name="planted_at")
GOOD: dict[str, list[Operation]] = {
    "a column that may be empty": [ops.AddField(MODEL, "planted", models.TextField(null=True))],
    "a column the database fills": [ops.AddField(MODEL, "planted", models.TextField(default="", db_default=""))],
    "a table": [
        ops.CreateModel("Planted", [("id", models.BigAutoField(primary_key=True)), ("word", models.TextField())]),
        ops.AddField("planted", "more", models.TextField(default="")),
        ops.AddIndex("planted", models.Index(fields=["word"], name="planted_word")),
        ops.RemoveField("planted", "more"),
    ],
    "a wider column": [ops.AlterField(MODEL, "name", models.CharField(max_length=200))],
    "a column of this release taken back": [
        ops.AddField(MODEL, "planted", models.TextField(null=True)),
        ops.RemoveField(MODEL, "planted"),
    ],
    "an index beside": [beside.AddIndexBeside(MODEL, INDEX)],
    "a column forgotten, not removed": [
        ops.AlterField(MODEL, "error", models.TextField(default="", db_default="")),
        ops.SeparateDatabaseAndState([], [ops.RemoveField(MODEL, "error")]),
    ],
}
BAD: dict[str, tuple[Operation, str]] = {
    "a column without": (ops.AddField(MODEL, "planted", models.TextField(default="")), "db_default"),
    "a column with its index": (ops.AddField(MODEL, "planted", models.TextField(null=True, db_index=True)), "db_index"),
    "an index under a lock": (ops.AddIndex(MODEL, INDEX), "AddIndexBeside"),
    "a column gone": (ops.RemoveField(MODEL, "error"), "stops using it"),
    "a column by another name": (ops.RenameField(MODEL, "error", "trouble"), "stops using it"),
    "a table gone": (ops.DeleteModel("Delivery"), "stops using it"),
    "a table by another name": (ops.RenameModel("Delivery", "Heard"), "stops using it"),
    "a shorter column": (ops.AlterField(MODEL, "name", models.CharField(max_length=50)), "only wider"),
    "a column that must be filled": (ops.AlterField(MODEL, "hearers", models.JSONField()), "only wider"),
    "another kind": (ops.AlterField(MODEL, "attempts", models.TextField()), "only wider"),
    "rows changed": (ops.RunPython(ops.RunPython.noop), "goes_beside"),
    "statements": (ops.RunSQL("SELECT 1"), "goes_beside"),
    "statements inside": (ops.SeparateDatabaseAndState([ops.RunSQL("SELECT 1")], []), "goes_beside"),
    "forgotten and asked for": (ops.SeparateDatabaseAndState([], [ops.RemoveField(MODEL, "error")]), "db_default"),
    "a constraint": (
        ops.AddConstraint(MODEL, models.UniqueConstraint(fields=["at"], name="planted_once")),
        "goes_beside",
    ),
}


def planted(*operations: Operation, **declared: Any) -> list[str]:
    """What is said of a migration after the newest."""
    loader = MigrationLoader(None)
    body = {"operations": list(operations), "__module__": __name__, **declared}
    migration = type("Migration", (Migration,), body)("0099_planted", APP)
    return additive.faults(iter([(migration, loader.project_state())]))


def test_this_release_goes_beside_the_one_before() -> None:
    assert additive.faults(additive.since(BEFORE["migrations"])) == []


def test_migrations_of_this_release_were_looked_at() -> None:
    """Fails when a release is made: then the contract is written anew, and this names the first migration after it."""
    assert "0002_hearers" in [migration.name for migration, _ in additive.since(BEFORE["migrations"])]


@pytest.mark.parametrize("operations", GOOD.values(), ids=GOOD)
def test_what_the_version_before_can_live_with(operations: list[Operation]) -> None:
    assert planted(*operations) == []


@pytest.mark.parametrize(("operation", "mend"), BAD.values(), ids=BAD)
def test_what_it_cannot(operation: Operation, mend: str) -> None:
    (said,) = planted(operation)
    assert said.startswith("tests/upgrade/test_additive.py: ")
    assert operation.describe() in said
    assert mend in said


def test_an_exception_is_declared_with_its_reason() -> None:
    rows, gone = BAD["rows changed"][0], BAD["a column gone"][0]
    assert planted(rows, goes_beside="the version before reads both") == []
    assert planted(gone, goes_beside="it will do") != []  # what is gone is gone, whatever is said of it
    assert planted(gone, needs_stop=Text("要停。", "A stop.")) == []
    assert planted(gone, needs_stop="a stop") != []  # who runs the upgrade reads it in either language


def test_outside_a_transaction_nothing_but_an_index_is_made() -> None:
    column, index = ops.AddField(MODEL, "planted", models.TextField(null=True)), beside.AddIndexBeside(MODEL, INDEX)
    assert planted(index, atomic=False) == []
    (said,) = planted(column, index, atomic=False)
    assert "AddIndexBeside alone" in said


@dataclass(frozen=True)
class Planted:
    case: str
    more: str
    word: str = ""


def test_events_of_the_version_before_are_read() -> None:
    additive.load_events()
    assert additive.broken_events(BEFORE["events"], _registry._classes) == []
    assert additive.lost_handlers(BEFORE["handlers"], additive.contract()["handlers"]) == []


def test_events_that_could_not_be_read_are_found() -> None:
    gone, fewer, more = additive.broken_events(
        {"a.gone": [], "b.fewer": ["case", "more", "person"], "c.more": ["case"]},
        {"b.fewer": Planted, "c.more": Planted, "d.new": Planted},
    )
    assert (gone.split(":")[0], fewer.split(":")[0], more.split(":")[0]) == ("a.gone", "b.fewer.person", "c.more.more")


def test_handlers_nobody_would_be_are_found() -> None:
    (said,) = additive.lost_handlers({"a": ["x", "y"]}, {"a": ["y", "z"]})
    assert said.startswith("a: nobody hears as x")


def announce() -> None:
    """A row as the present code writes it, which does not know the planted column."""
    now = clock.real_now()
    OutboxEvent.objects.create(name="test.planted", payload={}, at=now, next_at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["a column that may be empty", "a column the database fills", "a wider column"])
def test_what_is_let_through_the_database_takes(name: str) -> None:
    with Applied(*GOOD[name]):
        announce()
        assert OutboxEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_found_the_database_refuses() -> None:
    with Applied(BAD["a column without"][0]), pytest.raises(DatabaseError):
        announce()


@pytest.mark.django_db(transaction=True)
def test_an_index_is_made_beside_and_taken_back() -> None:
    for _ in range(2):
        with Applied(beside.AddIndexBeside(MODEL, INDEX), is_atomic=False):
            announce()
            assert INDEX.name in constraints()
        assert INDEX.name not in constraints()


def constraints() -> dict[str, Any]:
    with connection.cursor() as cursor:
        found: dict[str, Any] = connection.introspection.get_constraints(cursor, OutboxEvent._meta.db_table)
    return found


class Applied:
    """Operations done to the database as a migration does them, and undone."""

    def __init__(self, *operations: Operation, is_atomic: bool = True) -> None:
        body = {"operations": list(operations), "atomic": is_atomic}
        self._migration = type("Migration", (Migration,), body)("0099_planted", APP)
        self._state = MigrationLoader(None).project_state()

    def __enter__(self) -> None:
        with connection.schema_editor(atomic=self._migration.atomic) as editor:
            self._migration.apply(self._state.clone(), editor)

    def __exit__(self, *_: object) -> None:
        OutboxEvent.objects.all().delete()
        with connection.schema_editor(atomic=self._migration.atomic) as editor:
            self._migration.unapply(self._state.clone(), editor)
