"""The Merkle tree of RFC 6962 §2.1 with SHA-256, kept by its right edge. Pure.

Level L of the edge holds the hashes, each over 256**L entries, that do not yet fill a tile of 256; a full tile's root
moves one level up. This is how C2SP tlog-tiles cuts the tree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

HASH = 32
WIDTH = 256
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Of one entry."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of two neighbours."""
    return sha256(b"\1" + left + right).digest()


def subtree_root(hashes: list[bytes]) -> bytes:
    """The root over a power of two of neighbouring hashes."""
    while len(hashes) > 1:
        hashes = [sha256(b"\1" + hashes[i] + hashes[i + 1]).digest() for i in range(0, len(hashes), 2)]
    return hashes[0]


@dataclass(frozen=True, slots=True)
class FullTile:
    """A tile that has just been filled."""

    level: int
    index: int
    hashes: list[bytes]


@dataclass(slots=True)
class Edge:
    """The right edge of a tree of `size` entries; grows by `append`."""

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=lambda: [[]])

    def append(self, leaf: bytes) -> tuple[FullTile, ...]:
        """Add a leaf hash; the tiles it fills, lowest first."""
        self.levels[0].append(leaf)
        self.size += 1
        return self._carry() if len(self.levels[0]) == WIDTH else ()

    def _carry(self) -> tuple[FullTile, ...]:
        full, level = [], 0
        while len(self.levels[level]) == WIDTH:
            hashes = self.levels[level]
            full.append(FullTile(level, self.size // WIDTH ** (level + 1) - 1, hashes))
            self.levels[level] = []
            if level + 1 == len(self.levels):
                self.levels.append([])
            self.levels[level + 1].append(subtree_root(hashes))
            level += 1
        return tuple(full)

    def root(self) -> bytes:
        """The root of the whole tree."""
        peaks = [peak for level in reversed(self.levels) for peak in _peaks(level)]
        if not peaks:
            return EMPTY_ROOT
        root = peaks.pop()
        while peaks:
            root = node_hash(peaks.pop(), root)
        return root


def widths(size: int) -> Iterable[tuple[int, int, int]]:
    """The partial tiles of a tree of `size` entries: (level, index, width), lowest first."""
    level = 0
    while size:
        index, width = divmod(size, WIDTH)
        if width:
            yield level, index, width
        size, level = index, level + 1


def _peaks(hashes: list[bytes]) -> Iterable[bytes]:
    """The roots of the largest complete subtrees of at most 255 hashes, from the left."""
    start = 0
    for bit in range(7, -1, -1):
        if len(hashes) & 1 << bit:
            yield subtree_root(hashes[start : start + (1 << bit)])
            start += 1 << bit
