"""Rows many tests begin with: the platform writes them once in a process; later tests get them as they stood.

    rows.once("city", write)     # needs the database

They serve again only where every table holds as many rows as then, at the same moment of the law (on the same day where
the clock runs), and where nothing but new rows came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from zhengtong.kernel import clock

Result = TypeVar("Result")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Made:
    """What was written: new rows and columns of each table, and what `write` gave."""

    rows: dict[str, Rows]
    columns: dict[str, list[str]]
    result: object


_made: dict[tuple[object, ...], _Made] = {}


def once(name: str, write: Callable[[], Result]) -> Result:
    """What `write` gives, and the rows it leaves. It leaves no files, and gives nothing that a test changes."""
    names = sorted(connection.introspection.table_names())
    key = (name, settings.ZHENGTONG_HOME, _moment(), _counts(names))
    if key in _made:
        _put(_made[key])
        return cast(Result, _made[key].result)
    before = {name: _read(name)[0] for name in names}
    result = write()
    after = {name: _read(name) for name in names}
    if all(old == after[name][0][: len(old)] for name, old in before.items()):
        new = {name: rows[len(before[name]) :] for name, (rows, _) in after.items() if len(rows) > len(before[name])}
        _made[key] = _Made(new, {name: after[name][1] for name in new}, result)
    return result


def _moment() -> object:
    return clock.now() if clock._fixed else clock.today()


def _counts(names: list[str]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT count(*) FROM "{name}")' for name in names))
        return tuple(cursor.fetchone())


def _read(name: str) -> tuple[Rows, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')
        return [tuple(map(_owned, row)) for row in cursor.fetchall()], [column[0] for column in cursor.description]


def _owned(value: Any) -> Any:
    """PostgreSQL's driver lends its bytes."""
    return bytes(value) if isinstance(value, memoryview) else value


def _put(made: _Made) -> None:
    with transaction.atomic(), connection.cursor() as cursor:  # a row may stand before the one it names
        for name, rows in made.rows.items():
            columns = made.columns[name]
            listed, places = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({places})', rows)
        models = [model for model in apps.get_models() if model._meta.db_table in made.rows]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
