"""Proofs by RFC 6962 §2.1, computed from the tiles."""

from functools import lru_cache

from zhengtong.kernel.errors import NotFound
from zhengtong.trust.audit import _files, _note, _rows
from zhengtong.trust.audit._broken import NotSequenced, broken
from zhengtong.trust.audit._files import TileName
from zhengtong.trust.audit._merkle import EMPTY_ROOT, WIDTH, leaf_hash, node_hash, subtree_root
from zhengtong.trust.audit._rows import StoredRow
from zhengtong.trust.audit._sequence import trusted_checkpoint
from zhengtong.trust.audit.data import Proof

_TILE_HEIGHT = 8


def prove(*, position: int | None = None, row: int | None = None) -> Proof:
    """That one row, named by its position or its id, is in the log under the newest checkpoint.

    NotFound, NotSequenced; LogBrokenError when the row is not what the log holds. Two queries.
    """
    checkpoint = trusted_checkpoint()
    stored = _row(position, row)
    if stored.position < 0 or stored.position >= checkpoint.size:
        raise NotSequenced()
    tree = _Tree(checkpoint.size)
    if tree.root(stored.position, stored.position + 1) != leaf_hash(stored.entry()):
        raise broken("row_changed", position=stored.position, row=stored.id)
    if tree.root(0, checkpoint.size) != checkpoint.root:
        raise broken("root_differs", position=checkpoint.size, file="checkpoint")
    return Proof(
        position=stored.position,
        row=stored.id,
        salt=stored.salt.hex(),
        columns=tuple(zip(_rows.COLUMNS, (column.decode() for column in stored.columns), strict=True)),
        entry=stored.entry().hex(),
        path=tuple(node.hex() for node in tree.path(stored.position, 0, checkpoint.size)),
        checkpoint=checkpoint.note,
        verifier_key=_note.verifier_key(),
    )


def consistency(old_size: int, new_size: int) -> tuple[bytes, ...]:
    """That the tree of `new_size` entries begins with the tree of `old_size` (RFC 6962 §2.1.2).

    ValueError unless 0 < old_size ≤ new_size ≤ the checkpoint's size.
    """
    signed = trusted_checkpoint().size
    if not 0 < old_size <= new_size <= signed:
        raise ValueError(f"no consistency proof from {old_size} to {new_size}")
    return tuple(_Tree(signed).subproof(old_size, 0, new_size, known=True))


def root_at(size: int) -> bytes:
    """The root over the first `size` entries. ValueError beyond the checkpoint."""
    signed = trusted_checkpoint().size
    if size > signed:
        raise ValueError(f"the log has no {size} entries under its checkpoint")
    return _Tree(signed).root(0, size) if size else EMPTY_ROOT


def _row(position: int | None, row: int | None) -> StoredRow:
    if position is not None:
        stored = next(_rows.rows_between(position, position + 1), None)
    else:
        stored = _rows.row_with_id(row) if row is not None else None
    if stored is None:
        raise NotFound()
    return stored


class _Tree:
    """Hashes over ranges of entries, read from the tiles of a tree of `size`, the one under the checkpoint."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._tile = lru_cache(maxsize=64)(self._read)

    def root(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]) for a range that RFC 6962 gives rise to."""
        count = end - start
        if count & (count - 1) == 0:
            return self._complete(count.bit_length() - 1, start)
        middle = start + _split(count)
        return node_hash(self.root(start, middle), self.root(middle, end))

    def path(self, position: int, start: int, end: int) -> list[bytes]:
        """PATH(position, D[start:end])."""
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if position < middle:
            return [*self.path(position, start, middle), self.root(middle, end)]
        return [*self.path(position, middle, end), self.root(start, middle)]

    def subproof(self, old: int, start: int, end: int, *, known: bool) -> list[bytes]:
        """SUBPROOF(old - start, D[start:end], known)."""
        if old == end:
            return [] if known else [self.root(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self.subproof(old, start, middle, known=known), self.root(middle, end)]
        return [*self.subproof(old, middle, end, known=False), self.root(start, middle)]

    def _complete(self, height: int, start: int) -> bytes:
        level, within = divmod(height, _TILE_HEIGHT)
        index, item = divmod(start // WIDTH**level, WIDTH)
        return subtree_root(self._tile(level, index)[item : item + (1 << within)])

    def _read(self, level: int, index: int) -> list[bytes]:
        name = TileName(str(level), index, min(WIDTH, self._size // WIDTH**level - index * WIDTH))
        content = _files.read_tile(name)
        if content is None or len(content) != name.width * _files.item_length(name.kind):
            raise broken("tile_missing", file=f"tile/{name.path}", position=index * WIDTH ** (level + 1))
        return _files.items(name.kind, content)


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1
