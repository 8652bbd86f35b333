"""The log as the outside reads it (C2SP tlog-tiles); the channel mounts it under /log/."""

from datetime import UTC, datetime

from zhengtong.kernel.errors import NotFound
from zhengtong.trust.audit import _files, _note
from zhengtong.trust.audit._files import TileName
from zhengtong.trust.audit._sequence import trusted_checkpoint
from zhengtong.trust.audit.data import Published


def checkpoint_bytes() -> bytes:
    """`/log/checkpoint`, text/plain; charset=utf-8, not to be cached. NotFound before the first; LogBrokenError."""
    note = trusted_checkpoint().note
    if not note:
        raise NotFound()
    return note.encode()


def published() -> Published | None:
    """What the published checkpoint says, and when it was put in place; None before the first. LogBrokenError."""
    checkpoint = trusted_checkpoint()
    if not checkpoint.note:
        return None
    written = (_files.folder() / "checkpoint").stat().st_mtime
    return Published(checkpoint.origin, checkpoint.size, checkpoint.root.hex(), datetime.fromtimestamp(written, UTC))


def tile_bytes(path: str) -> bytes:
    """`/log/tile/<path>`, application/octet-stream, immutable. NotFound for anything not under the checkpoint."""
    name = TileName.parse(path)
    content = _files.read_tile(name) if name and name.end <= _note.read().size else None
    if content is None:
        raise NotFound()
    return content
