"""Checking the whole log: every row, every tile, the checkpoint. Reads in a stream, stops at the first fault."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, zip_longest

from django.db import connection

from zhengtong.trust.audit import _files
from zhengtong.trust.audit._broken import LogBrokenError, broken
from zhengtong.trust.audit._files import ENTRIES, TileName
from zhengtong.trust.audit._merkle import WIDTH, Edge, leaf_hash, widths
from zhengtong.trust.audit._note import CheckpointError
from zhengtong.trust.audit._note import read as read_checkpoint
from zhengtong.trust.audit._rows import StoredRow, rows_between
from zhengtong.trust.audit._sequence import next_position, trusted_checkpoint
from zhengtong.trust.audit.data import Report

_READ = 20_000


def verify() -> Report:
    """Check all of the log. `broken` names the first entry that is not as it was, and how; None when all is good."""
    found = None
    try:
        _check()
    except LogBrokenError as error:
        found = error.broken
    size, root = _claimed()
    return Report(size=size, waiting=_waiting(size), root=root, broken=found)


def _claimed() -> tuple[int, str]:
    try:
        checkpoint = read_checkpoint()
    except CheckpointError:
        return 0, ""
    return checkpoint.size, checkpoint.root.hex()


def _waiting(size: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditrow WHERE position IS NULL OR position >= %s", (size,))
        return int(cursor.fetchone()[0])


def _check() -> None:
    checkpoint = trusted_checkpoint()
    _no_negative_position()
    edge = _check_rows(checkpoint.size)
    for level, index, width in widths(checkpoint.size):
        if level:
            _compare(TileName(str(level), index, width), edge.levels[level])
    if edge.root() != checkpoint.root:
        raise broken("root_differs", position=checkpoint.size, file="checkpoint")
    _check_superseded(checkpoint.size)
    _check_subjects(checkpoint.size)
    next_position(checkpoint.size)


def _no_negative_position() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, position FROM audit_auditrow WHERE position < 0 ORDER BY id LIMIT 1")
        if row := cursor.fetchone():
            raise broken("row_forged", row=row[0], position=row[1])


def _check_rows(size: int) -> Edge:
    """Every row against its leaf and its entry, and every full tile above as it fills."""
    edge, rows = Edge(), rows_between(0, size)
    row = next(rows, None)
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        leaves, entries = _load(TileName("0", index, width)), _load(TileName(ENTRIES, index, width))
        for item in range(width):
            if row is None or row.position != edge.size:
                raise broken("row_missing", position=edge.size)
            leaf = _check_row(row, item, leaves, entries)
            for tile in edge.append(leaf):
                if tile.level:
                    _compare(TileName(str(tile.level), tile.index), tile.hashes)
            row = _following(rows, row.position)
    return edge


def _following(rows: Iterator[StoredRow], position: int) -> StoredRow | None:
    row = next(rows, None)
    if row and row.position == position:
        raise broken("row_forged", row=row.id, position=position)
    return row


def _check_row(row: StoredRow, item: int, leaves: list[bytes], entries: list[bytes]) -> bytes:
    """The row's leaf hash. Of row, tile and bundle two must agree against the third to tell which was changed."""
    entry = row.entry()
    leaf, stored = leaf_hash(entry), b"\x00\x20" + entry
    same_leaf, same_entry = leaves[item : item + 1] == [leaf], entries[item : item + 1] == [stored]
    if same_leaf and same_entry:
        return leaf
    if same_leaf or same_entry:
        kind = ENTRIES if same_leaf else "0"
        raise _tile_changed(TileName(kind, row.position // WIDTH), item, len(entries if same_leaf else leaves))
    raise broken("row_changed", position=row.position, row=row.id)


def _load(name: TileName) -> list[bytes]:
    content = _files.read_tile(name)
    if content is None:
        raise _missing(name)
    found = _files.items(name.kind, content)
    if len(found) > name.width:
        raise _tile_changed(name, name.width, name.width)
    return found


def _compare(name: TileName, expected: list[bytes]) -> None:
    found = _load(name)
    for item, value in enumerate(expected):
        if found[item : item + 1] != [value]:
            raise _tile_changed(name, item, name.width)


def _missing(name: TileName) -> LogBrokenError:
    return broken("tile_missing", file=f"tile/{name.path}", position=name.index * WIDTH ** (name.level + 1))


def _tile_changed(name: TileName, item: int, width: int) -> LogBrokenError:
    """Name the file that was read: a partial tile where it exists."""
    partial = replace(name, width=width)
    known = partial if _files.tile_path(partial).exists() else replace(name, width=WIDTH)
    position = (name.index * WIDTH + item) * WIDTH**name.level
    return broken("tile_changed", file=f"tile/{known.path}", item=item, position=position)


def _check_superseded(size: int) -> None:
    """Partial tiles of earlier checkpoints must be beginnings of what is there now."""
    root = _files.folder() / "tile"
    names = (TileName.parse(path.relative_to(root).as_posix()) for path in root.rglob("*.p/*"))
    for name in sorted((name for name in names if name and name.end <= size), key=lambda name: name.end):
        whole = min(WIDTH, size // WIDTH**name.level - name.index * WIDTH)
        _compare(name, _load(replace(name, width=whole))[: name.width])


def _check_subjects(size: int) -> None:
    """The index from persons to rows says what the rows say: nobody's look is hidden from the person."""
    for start in range(0, size, _READ):
        span = (start, min(start + _READ, size))
        for stored, indexed in zip_longest(_stored_subjects(span), _indexed_subjects(span)):
            if stored != indexed:
                row, position, _ = min(side for side in (stored, indexed) if side)
                raise broken("subjects_differ", row=row, position=position)


def _stored_subjects(span: tuple[int, int]) -> Iterator[tuple[int, int, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, position, subjects FROM audit_auditrow"
            " WHERE position >= %s AND position < %s AND subjects <> '[]' ORDER BY id",
            span,
        )
        for row, position, subjects in cursor:
            yield row, position, sorted(json.loads(subjects))


def _indexed_subjects(span: tuple[int, int]) -> Iterator[tuple[int, int, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.row_id, r.position, s.person FROM audit_auditsubject s JOIN audit_auditrow r ON r.id = s.row_id"
            " WHERE r.position >= %s AND r.position < %s ORDER BY s.row_id",
            span,
        )
        for (row, position), group in groupby(cursor, key=lambda found: found[:2]):
            yield row, position, sorted(person for _, _, person in group)
