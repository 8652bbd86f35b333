"""The log's files, laid out as C2SP tlog-tiles wants them: `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/…`."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from zhengtong.kernel.durable import sync_folder
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.audit._merkle import HASH, WIDTH

ENTRIES = "entries"
_ENTRY_HEAD = HASH.to_bytes(2, "big")
_PATH = re.compile(r"(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True, slots=True)
class TileName:
    """Which tile: `kind` is a level or `entries`, `width` 256 for a full one."""

    kind: str
    index: int
    width: int = WIDTH

    @property
    def level(self) -> int:
        return 0 if self.kind == ENTRIES else int(self.kind)

    @property
    def end(self) -> int:
        """The size the tree must have for this tile to exist."""
        return (self.index * WIDTH + self.width) * int(WIDTH**self.level)

    @property
    def path(self) -> str:
        """Below `tile/`."""
        return f"{self.kind}/{_number(self.index)}" + ("" if self.width == WIDTH else f".p/{self.width}")

    @classmethod
    def parse(cls, path: str) -> "TileName | None":
        """From a path below `tile/`; None when it is not in the one canonical form."""
        match = _PATH.fullmatch(path)
        if not match:
            return None
        kind, number, width = match.groups()
        name = cls(kind, int(re.sub(r"\D", "", number)), int(width or WIDTH))
        return name if name.path == path and name.level < 64 and (width is None or name.width < WIDTH) else None


def folder() -> Path:
    """`ZHENGTONG_HOME/log`."""
    return Path(settings.ZHENGTONG_HOME) / "log"


def tile_path(name: TileName) -> Path:
    return folder() / "tile" / name.path


def read_tile(name: TileName) -> bytes | None:
    """A tile's bytes, of the full tile's beginning when a partial one has been cleared away; None when missing."""
    for known in (name, replace(name, width=WIDTH)):
        try:
            content = tile_path(known).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        return content if known == name else content[: name.width * item_length(name.kind)]
    return None


def item_length(kind: str) -> int:
    """Bytes of one item of a tile: a hash, or an entry with its length before it."""
    return HASH + len(_ENTRY_HEAD) if kind == ENTRIES else HASH


def bundle(entries: list[bytes]) -> bytes:
    """Entries as an entry bundle: each with its length, big-endian, in two bytes before it."""
    return b"".join(_ENTRY_HEAD + entry for entry in entries)


def items(kind: str, content: bytes) -> list[bytes]:
    """A tile's items (a bundle's with their lengths); the last is shorter when the file was cut."""
    length = item_length(kind)
    return [content[i : i + length] for i in range(0, len(content), length)]


class Writing:
    """Files written together: each atomically, all durable when `sync` returns."""

    def __init__(self) -> None:
        forbid_in_transaction("writing the log")
        self._folders: set[Path] = set()

    def write(self, path: Path, content: bytes) -> None:
        """Put a file in place, replacing what was there."""
        self._make(path.parent)
        temporary = path.with_name(path.name + ".new")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        self._folders.add(path.parent)

    def sync(self) -> None:
        """Make the names durable too."""
        for path in sorted(self._folders):
            sync_folder(path)
        self._folders.clear()

    def _make(self, path: Path) -> None:
        if not path.is_dir():
            self._make(path.parent)
            path.mkdir(exist_ok=True)
            self._folders.add(path.parent)


@contextmanager
def locked(*, wait: bool) -> Iterator[bool]:
    """Hold the log against every other process of this home. Without `wait`, yields False when another holds it.

    The lock goes with the process that dies.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _number(index: int) -> str:
    """1234067 → x001/x234/067."""
    digits = f"{index:03d}"
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
