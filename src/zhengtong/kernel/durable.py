"""What outlives a power cut."""

import os
import secrets
from pathlib import Path


def write(path: Path, raw: bytes) -> None:
    """Put a file in place, for its owner alone, replacing what was there: on the disk before its name is, and its name
    when this returns. Nobody sees half of it."""
    _ready(path, raw).replace(path)
    sync_folder(path.parent)


def write_new(path: Path, raw: bytes) -> bool:
    """Put a file in place as `write` does, unless one is there: False then, and that one stays as it is."""
    temporary = _ready(path, raw)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
        sync_folder(path.parent)  # of the other one too: its name may not be on the disk yet
    return True


def _ready(path: Path, raw: bytes) -> Path:
    """The content on the disk, under another name beside `path`."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def sync_folder(folder: Path) -> None:
    """On the disk when this returns (fsync): a new or another name of a file is durable only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
