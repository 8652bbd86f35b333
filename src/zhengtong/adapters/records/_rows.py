"""Sources made of rows: a view, a file. Which rows are one person's record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhengtong.adapters.records._fields import Field, read_fields
from zhengtong.adapters.records._tree import take, text_of
from zhengtong.sharing.gateway.ports import BadSettings, ProviderGarbled, Query

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Rows:
    """How rows make a record. `subject` and `name` are the columns that say whom a row is about.

    `shape`: `one` row a person, or `many` under the key `rows`, no two of which have the same `unique` column.
    `none_means`: the columns of somebody without a row;
    None when such a person is not found.
    """

    subject: str
    name: str
    shape: Literal["one", "many"]
    none_means: Mapping[str, object] | None
    unique: str
    most: int
    fields: tuple[Field, ...]

    def columns(self, wanted: Sequence[str]) -> list[str]:
        """The columns that are needed for the wanted fields, the subject first."""
        chosen = [field for field in self.fields if field.name in wanted]
        paths = [path for field in chosen for path in _paths(field)]
        return list(dict.fromkeys(column for column in (self.subject, self.unique, *paths) if column))


def _paths(field: Field) -> list[str]:
    return [field.path, *(below.path for below in field.fields)]


def read_rows(tree: Mapping[str, Any]) -> Rows:
    """The row part of a connection's settings."""
    shape = tree.get("shape", "one")
    if shape not in ("one", "many"):
        raise BadSettings(f"unknown shape {shape}")
    return Rows(
        subject=tree["subject"],
        name=tree.get("name", ""),
        shape=shape,
        none_means=tree.get("none_means"),
        unique=tree.get("unique", ""),
        most=int(tree.get("most_rows", 200)),
        fields=read_fields(tree["fields"]),
    )


def record_of(rows: Rows, query: Query, found: Sequence[Row]) -> Mapping[str, object] | None:
    """The record of a person's rows; None when there is none. ProviderGarbled for too many, or of several people.

    Fields that were not asked for are not read: their columns may be missing.
    """
    if len(found) > (1 if rows.shape == "one" else rows.most):
        raise ProviderGarbled("more rows than one person may have")
    if not found and rows.none_means is None:
        return None
    subjects = {text_of("subject", row.get(rows.subject)) for row in found} or {query.id_number}
    if len(subjects) != 1:
        raise ProviderGarbled("rows of several people")
    if rows.unique and len({text_of("unique", row.get(rows.unique)) for row in found}) != len(found):
        raise ProviderGarbled("a row that comes twice")
    about = {rows.subject: subjects.pop()}
    wanted = [field for field in rows.fields if field.name in query.fields or field.path == rows.subject]
    if rows.shape == "many":
        return take(wanted, {**about, "rows": list(found)})
    return take(wanted, {**(found[0] if found else rows.none_means or {}), **about})
