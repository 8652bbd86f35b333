"""What outlives a power cut."""

import os
import secrets
from pathlib import Path


def write(path: Path, raw: bytes) -> None:
    """Put a file in place, for its owner alone, replacing what was there: on the disk before its name is, and its name
    when this returns. Nobody sees half of it."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """On the disk when this returns (fsync): a new or another name of a file is durable only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
