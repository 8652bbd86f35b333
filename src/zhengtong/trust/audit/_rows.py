"""Rows as the log sees them: bytes straight from the columns, the same on every database.

The *canonical row* is `zhengtong-audit-row-1\\n` and then each column of `COLUMNS` as a netstring (`<length>:<bytes>,`)
of its UTF-8 text; `at` is UTC, `YYYY-MM-DD HH:MM:SS.ffffff`. The *entry* in the log is SHA-256(salt ‖ canonical row),
the salt being 16 random bytes kept beside the row: the log can be public and says nothing of what rows hold, even to
one who guesses at their content.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

COLUMNS = (
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "actor_person",
    "organisation",
    "post",
    "action",
    "object_type",
    "object_id",
    "subjects",
    "reason",
    "detail",
)
_HEAD = b"zhengtong-audit-row-1\n"
_NETSTRINGS = _HEAD + b"%d:%b," * len(COLUMNS)
_WHOLE_SECOND = len("2026-11-23 10:00:00")
_READ = 5_000


class StoredRow(NamedTuple):
    """A row with a position: its id, its salt and its columns as bytes, in the order of COLUMNS."""

    position: int
    id: int
    salt: bytes
    columns: tuple[bytes, ...]

    def entry(self) -> bytes:
        """The 32 bytes the log holds for this row."""
        return hashlib.sha256(self.salt + canonical(self.columns)).digest()


def canonical(columns: tuple[bytes, ...]) -> bytes:
    """The canonical row."""
    arguments: list[object] = []
    for column in columns:
        arguments += (len(column), column)
    return _NETSTRINGS % tuple(arguments)


def rows_between(start: int, end: int) -> Iterator[StoredRow]:
    """The rows whose position is in [start, end), by position. One query for 5,000 positions."""
    for first in range(start, end, _READ):
        yield from _read("position >= %s AND position < %s ORDER BY position, id", (first, min(first + _READ, end)))


def unsequenced(limit: int) -> Iterator[StoredRow]:
    """The oldest rows without a position (told as -1). One query."""
    return _read("position IS NULL ORDER BY id LIMIT %s", (limit,))


def row_with_id(row_id: int) -> StoredRow | None:
    """One row. One query."""
    return next(_read("id = %s", (row_id,)), None)


def _read(where: str, params: tuple[int, ...]) -> Iterator[StoredRow]:
    """`where` is a constant of this module, never input."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select()} WHERE {where}", params)
        while chunk := cursor.fetchmany(1000):
            for row in chunk:
                yield _stored(row)


def _stored(row: tuple[Any, ...]) -> StoredRow:
    position, row_id, salt, number, at, *rest = row
    columns = (bytes(number), _full(bytes(at)), *(bytes(column) for column in rest))
    return StoredRow(-1 if position is None else position, row_id, bytes(salt), columns)


def _full(at: bytes) -> bytes:
    """SQLite leaves out the microseconds of a whole second."""
    return at + b".000000" if len(at) == _WHOLE_SECOND else at


def _select() -> str:
    as_bytes = _postgresql if connection.vendor == "postgresql" else _sqlite
    columns = ", ".join(["position", "id", *map(as_bytes, ("salt", *COLUMNS))])
    return " ".join(("SELECT", columns, "FROM audit_auditrow"))


def _sqlite(name: str) -> str:
    return f"CAST({name} AS BLOB)"


def _postgresql(name: str) -> str:
    if name == "salt":
        return name
    text = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')" if name == "at" else f"{name}::text"
    return f"convert_to({text}, 'UTF8')"
