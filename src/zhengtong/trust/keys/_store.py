"""The folder of keys: made at first use, readable by the service account alone."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

_LENGTH = 32


def folder() -> Path:
    """`ZHENGTONG_HOME/keys`, made with mode 700 when missing."""
    return _made(settings.ZHENGTONG_HOME)


@lru_cache(maxsize=8)
def _made(home: Path | str) -> Path:
    path = Path(home) / "keys"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write_new(path: Path, content: bytes) -> bytes:
    """Write a file of mode 600 unless another process was first; returns what the file then holds."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_bytes()


@lru_cache(maxsize=64)
def symmetric(home_folder: Path, key_id: str) -> bytes:
    """The 32-byte key of an id, made at first use."""
    path = home_folder / f"{key_id}.key"
    return path.read_bytes() if path.exists() else write_new(path, secrets.token_bytes(_LENGTH))
