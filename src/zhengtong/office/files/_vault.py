"""The folder of contents: encrypted, written whole or not at all."""

import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhengtong.kernel import durable
from zhengtong.trust.keys import api as keys

_MAGIC = b"ZTF1"
_NONCE = 12


class ChangedError(Exception):
    """The bytes on the disk are not what was put there."""


def address_of(sha256: str) -> str:
    """Where content of a hash lies: a keyed hash, 64 hex digits."""
    return keys.lookup("file", sha256).rsplit(":", 1)[1]


def put(address: str, content: bytes) -> None:
    """Write content unless it is there already and whole; on the disk (fsync) when this returns."""
    path = _path(address)
    try:
        if get(address) == content:
            return
    except (FileNotFoundError, ChangedError):
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = secrets.token_bytes(_NONCE)
    durable.write(path, _MAGIC + nonce + _cipher().encrypt(nonce, content, address.encode()))
    durable.sync_folder(path.parent.parent)  # the folder may be new


def get(address: str) -> bytes:
    """The content at an address. FileNotFoundError, ChangedError."""
    raw = _path(address).read_bytes()
    if not raw.startswith(_MAGIC):
        raise ChangedError
    body = raw[len(_MAGIC) :]
    try:
        return _cipher().decrypt(body[:_NONCE], body[_NONCE:], address.encode())
    except (InvalidTag, ValueError) as error:
        raise ChangedError from error


def _path(address: str) -> Path:
    return Path(settings.ZHENGTONG_HOME) / "files" / address[:2] / address


def _cipher() -> AESGCM:
    return AESGCM(keys.symmetric(keys.folder(), keys.FILES))
