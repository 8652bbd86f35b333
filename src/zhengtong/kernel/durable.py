"""What outlives a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """On the disk when this returns (fsync): a new or another name of a file is durable only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
