"""The sequencer: gives committed rows their positions, grows the tree, signs the checkpoint.

In this order, so that a kill at any point loses nothing and never leads to two histories:
1. positions are committed to the database; from then on what the log will say is decided;
2. tiles are written and synced; they follow from the rows, so a half-written set is simply written again;
3. the checkpoint is signed and put in place; only now is anything promised to the outside;
4. the database notes the size signed, so that older files put in its place are noticed.
What is already signed is checked before more is signed over it.
"""

import shutil

from django.db import connection, transaction

from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.audit import _files, _note, _stopped
from zhengtong.trust.audit._broken import LogBrokenError, broken
from zhengtong.trust.audit._files import ENTRIES, TileName, Writing
from zhengtong.trust.audit._merkle import WIDTH, Edge, FullTile, leaf_hash, widths
from zhengtong.trust.audit._note import Checkpoint
from zhengtong.trust.audit._rows import rows_between, unsequenced
from zhengtong.trust.audit.models import LogHead

_BATCH = 10_000
_ADVISORY_LOCK = 0x7A74_6C6F  # "ztlo", any constant of our own
_GIVE_POSITIONS = """
UPDATE audit_auditrow SET position = due.place
FROM (SELECT id, %s + row_number() OVER (ORDER BY id) - 1 AS place
      FROM (SELECT id FROM audit_auditrow WHERE position IS NULL ORDER BY id LIMIT %s) AS oldest) AS due
WHERE due.id = audit_auditrow.id AND audit_auditrow.position IS NULL
"""


def sequence_due() -> int:
    """Take a batch of committed rows into the log; how many. For the worker: a broken log is logged, not raised."""
    try:
        return sequence_batch()
    except LogBrokenError as error:
        _stopped.complain(error.broken)
        return 0


def sequence_batch(limit: int = _BATCH) -> int:
    """Take up to `limit` committed rows into the log, durably; how many entered.

    0 when none is due or another process is at it. LogBrokenError when what is signed is no longer there. The
    queries do not grow with the rows, but for one read for every 5,000.
    """
    forbid_in_transaction("sequencing")
    with _files.locked(wait=False) as ours:
        return _watched(limit) if ours else 0


def _watched(limit: int) -> int:
    """Take a batch, and leave word when that cannot be: everybody who asks whether the node is healthy reads it."""
    try:
        taken = _sequence(limit)
    except LogBrokenError as error:
        _stopped.note(error.broken)
        raise
    _stopped.clear()
    return taken


def trusted_checkpoint() -> Checkpoint:
    """The published checkpoint. LogBrokenError when it is bad, missing or older than one already published."""
    head = LogHead.objects.filter(pk=1).first()
    try:
        checkpoint = _note.read()
    except _note.CheckpointError:
        raise broken("checkpoint_bad", file="checkpoint") from None
    if head and head.size > checkpoint.size:
        raise broken(
            "checkpoint_old" if checkpoint.note else "checkpoint_missing", position=head.size, file="checkpoint"
        )
    return checkpoint


def next_position(size: int) -> int:
    """The first free position, at least `size` unless rows under the checkpoint lost theirs.

    LogBrokenError when positions beyond the checkpoint have a gap: somebody else wrote one. Two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(position) FROM audit_auditrow WHERE position >= %s", (size,))
        count, highest = cursor.fetchone()
        if count:
            if highest != size + count - 1:
                raise _stray(size)
            return int(size + count)
        cursor.execute("SELECT coalesce(max(position), -1) + 1 FROM audit_auditrow")
        return int(cursor.fetchone()[0])


def _stray(size: int) -> LogBrokenError:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, position FROM audit_auditrow WHERE position >= %s ORDER BY position", (size,))
        for expected, (row, position) in enumerate(cursor, start=size):
            if position != expected:
                return broken("row_forged", position=position, row=row)
    raise AssertionError("positions changed while they were read")


def _sequence(limit: int) -> int:
    checkpoint = trusted_checkpoint()
    free = next_position(checkpoint.size)
    if free < checkpoint.size:
        _reclaim(free, checkpoint.size)
    end = _give_positions(checkpoint.size, limit)
    if end > checkpoint.size:
        _publish(checkpoint, end)
    return end - checkpoint.size


def _give_positions(size: int, limit: int) -> int:
    """Commit positions for the oldest rows without one; the first position then free."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ADVISORY_LOCK,))
            cursor.execute("SET LOCAL enable_nestloop = off")  # without fresh statistics it would be quadratic
        free = next_position(size)
        cursor.execute(_GIVE_POSITIONS, (free, limit))
        return free + int(cursor.rowcount)


def _reclaim(start: int, end: int) -> None:
    """Give rows back the positions that the signed log already knows them by (the database went back in time)."""
    places = {entry: start + i for i, entry in enumerate(_signed_entries(start, end))}
    found = []
    for row in unsequenced(2 * (end - start)):
        place = places.pop(row.entry(), None)
        if place is not None:
            found.append((place, row.id))
    if places:
        raise broken("row_missing", position=min(places.values()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("UPDATE audit_auditrow SET position = %s WHERE id = %s AND position IS NULL", found)


def _signed_entries(start: int, end: int) -> list[bytes]:
    entries: list[bytes] = []
    for index in range(start // WIDTH, -(-end // WIDTH)):
        entries += _tile_items(TileName(ENTRIES, index, min(WIDTH, end - index * WIDTH)))
    return [item[2:] for item in entries[start % WIDTH :]]


def _tile_items(name: TileName) -> list[bytes]:
    content = _files.read_tile(name)
    if content is None or len(content) != name.width * _files.item_length(name.kind):
        raise broken("tile_missing", position=name.index * WIDTH ** (name.level + 1), file=f"tile/{name.path}")
    return _files.items(name.kind, content)


def _edge(checkpoint: Checkpoint) -> Edge:
    """The right edge of the signed tree, read from its partial tiles and checked against the root."""
    levels: list[list[bytes]] = [[]]
    for level, index, width in widths(checkpoint.size):
        levels += [[] for _ in range(level + 1 - len(levels))]
        levels[level] = _tile_items(TileName(str(level), index, width))
    edge = Edge(checkpoint.size, levels)
    if edge.root() != checkpoint.root:
        raise broken("root_differs", position=checkpoint.size, file="checkpoint")
    return edge


def _publish(checkpoint: Checkpoint, end: int) -> None:
    edge, writing = _edge(checkpoint), Writing()
    full = _grow(edge, _tail(checkpoint.size), end, writing)
    for level, index, width in set(widths(end)) - set(widths(checkpoint.size)):
        _write(writing, TileName(str(level), index, width), b"".join(edge.levels[level]))
    writing.sync()
    writing.write(_files.folder() / "checkpoint", _note.sign(end, edge.root()).note.encode())
    writing.sync()
    LogHead.objects.update_or_create(pk=1, defaults={"size": end})
    _clear_partial(full)


def _tail(size: int) -> list[bytes]:
    """The entries of the bundle not yet full."""
    index, width = divmod(size, WIDTH)
    return [item[2:] for item in _tile_items(TileName(ENTRIES, index, width))] if width else []


def _grow(edge: Edge, entries: list[bytes], end: int, writing: Writing) -> list[FullTile]:
    """Append the rows up to `end`, writing tiles and bundles as they fill and the last bundle at the end."""
    full: list[FullTile] = []
    for row in rows_between(edge.size, end):
        if row.position != edge.size:
            raise broken("row_missing", position=edge.size)
        entry = row.entry()
        entries.append(entry)
        for tile in edge.append(leaf_hash(entry)):
            full.append(tile)
            _write(writing, TileName(str(tile.level), tile.index), b"".join(tile.hashes))
            if tile.level == 0:
                _write(writing, TileName(ENTRIES, tile.index), _files.bundle(entries))
                entries.clear()
    if edge.size != end:
        raise broken("row_missing", position=edge.size)
    if entries:
        _write(writing, TileName(ENTRIES, end // WIDTH, len(entries)), _files.bundle(entries))
    return full


def _write(writing: Writing, name: TileName, content: bytes) -> None:
    writing.write(_files.tile_path(name), content)


def _clear_partial(full: list[FullTile]) -> None:
    """Partial tiles are not needed once the full one is there."""
    for tile in full:
        for kind in [str(tile.level), ENTRIES] if tile.level == 0 else [str(tile.level)]:
            path = _files.tile_path(TileName(kind, tile.index))
            shutil.rmtree(path.with_name(path.name + ".p"), ignore_errors=True)
