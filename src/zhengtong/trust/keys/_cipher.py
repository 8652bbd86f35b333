"""Encryption at rest and keyed look-up."""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhengtong.trust.keys import _store

_NONCE = 12


class UnreadableError(Exception):
    """A ciphertext cannot be opened: the key is another one or the bytes were changed."""


def encrypt(plain: str, context: str) -> str:
    """AES-256-GCM under the current data key, bound to `context` (table.column): `aes256gcm:<key id>:<base64>`."""
    nonce = secrets.token_bytes(_NONCE)
    cipher = _aes(_store.symmetric(_store.folder(), _store.DATA))
    sealed = nonce + cipher.encrypt(nonce, plain.encode(), context.encode())
    return f"aes256gcm:{_store.DATA}:{b64encode(sealed).decode()}"


def decrypt(sealed: str, context: str) -> str:
    """The text behind `encrypt`. UnreadableError when key, context or bytes differ."""
    try:
        algorithm, key_id, body = sealed.split(":", 2)
        raw = b64decode(body, validate=True)
    except ValueError as error:
        raise UnreadableError(f"{context}: not a ciphertext of ours") from error
    if algorithm != "aes256gcm":
        raise UnreadableError(f"{context}: unknown algorithm {algorithm}")
    try:
        cipher = _aes(_store.symmetric(_store.folder(), key_id))
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], context.encode()).decode()
    except InvalidTag as error:
        raise UnreadableError(f"{context}: changed, or sealed by another key") from error


@lru_cache(maxsize=16)
def _aes(key: bytes) -> AESGCM:
    """The cipher of a key, made once: a list opens hundreds of texts."""
    return AESGCM(key)


def lookup(kind: str, value: str) -> str:
    """A keyed hash by which an encrypted identifier is found: `<key id>:<64 hex digits>`."""
    key = _store.symmetric(_store.folder(), _store.LOOKUP)
    return f"{_store.LOOKUP}:{hmac.new(key, f'{kind}:{value}'.encode(), hashlib.sha256).hexdigest()}"
