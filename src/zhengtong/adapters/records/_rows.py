"""Sources made of rows: a view, a file. Which rows are one person's record."""

from collections.abc import Callable, Mapping, Sequence
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
    `none_means`: the columns of somebody without a row; None when such a person is not found. It is believed of a
    source about at least `least_people` people: one that is empty, or about one person alone, is broken.
    """

    subject: str
    name: str
    shape: Literal["one", "many"]
    none_means: Mapping[str, object] | None
    unique: str
    most: int
    least_people: int
    fields: tuple[Field, ...]

    def columns(self, wanted: Sequence[str]) -> list[str]:
        """The columns that are needed for the wanted fields, the subject first."""
        chosen = [field for field in self.fields if field.name in wanted]
        paths = [path for field in chosen for path in _paths(field)]
        own = (self.subject, self.name, self.unique)
        return list(dict.fromkeys(column for column in (*own, *paths) if column))


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
        least_people=int(tree.get("least_people", 1)),
        fields=read_fields(tree["fields"]),
    )


def record_of(
    rows: Rows, query: Query, found: Sequence[Row], people: Callable[[int], int]
) -> Mapping[str, object] | None:
    """The record of the rows that bear a person's number; None when there is none, or they bear another name.

    `people` counts of how many people the source has rows, as far as a number. ProviderGarbled for too many rows, for
    rows of several people, and where having no row means something that such a source cannot tell. Fields that were
    not asked for are not read: their columns may be missing.
    """
    if len(found) > (1 if rows.shape == "one" else rows.most):
        raise ProviderGarbled("more rows than one person may have")
    if not found:
        if rows.none_means is None:
            return None
        if people(rows.least_people) < rows.least_people:
            raise ProviderGarbled(f"rows about fewer than {rows.least_people} people")
    elif not _is_named(rows, query, found):
        return None
    if rows.unique and len({text_of("unique", row.get(rows.unique)) for row in found}) != len(found):
        raise ProviderGarbled("a row that comes twice")
    about = {rows.subject: query.id_number}
    wanted = [field for field in rows.fields if field.name in query.fields or field.path == rows.subject]
    if rows.shape == "many":
        return take(wanted, {**about, "rows": list(found)})
    return take(wanted, {**(found[0] if found else rows.none_means or {}), **about})


def _is_named(rows: Rows, query: Query, found: Sequence[Row]) -> bool:
    """Whether the rows bear the name that was asked about; a number under two names is nobody's."""
    if not rows.name:
        return True
    names = {text_of("name", row.get(rows.name)) for row in found}
    if len(names) > 1:
        raise ProviderGarbled("one number under several names")
    return names == {query.name}
