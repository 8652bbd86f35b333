"""Sealing files and backups: AES-256-GCM in chunks, under the data key or a passphrase (scrypt, RFC 7914).

    zhengtong-sealed-1\\n
    {"chunk": …, "key": {…}, …}\\n            how the keys are derived; JSON, one line
    <64 hex digits>\\n                        HMAC-SHA-256 of the two lines above: a wrong passphrase is told apart
    (4-byte length | last flag)(ciphertext)  repeated; the nonce is the chunk's number and the last flag

Chunks cannot be reordered, dropped or joined with another file's: number and flag are in the nonce, and every file
has keys of its own (HKDF over a random salt and the caller's context).
"""

import hashlib
import hmac
import io
import json
import secrets
import struct
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhengtong.kernel.text import Text
from zhengtong.trust.keys import _store
from zhengtong.trust.keys._cipher import UnreadableError

_MAGIC = b"zhengtong-sealed-1\n"
_CHUNK = 1 << 20
_SALT = 32
_TAG = 16
_LAST = 1 << 31
_SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}
_SCRYPT_MEMORY = 1 << 29
_HEADER_LIMIT = 4096
_CHUNK_CHANGED = Text("第 {number} 块被改过", "chunk {number} was changed")


class WrongKeyError(UnreadableError):
    """The passphrase, the data key or the context is another one, or the header was changed."""


class TruncatedError(UnreadableError):
    """The end is missing."""


class BrokenSealError(UnreadableError):
    """The bytes are not as they were sealed, or were never sealed here; `text` says where that shows."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Keys(NamedTuple):
    header: bytes
    chunks: AESGCM


class SealingWriter(io.RawIOBase):
    """A file object that seals what is written to it. `finish` ends it well; without, the result reads as truncated."""

    def __init__(self, target: BinaryIO, context: str, passphrase: str = "") -> None:
        self._target, self._buffer, self._number = target, bytearray(), 0
        head = _MAGIC + json.dumps(_header(passphrase), separators=(",", ":")).encode() + b"\n"
        keys = _derive(json.loads(head.splitlines()[1]), context, passphrase)
        self._cipher = keys.chunks
        target.write(head + _mac(keys, head) + b"\n")

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._buffer += data
        while len(self._buffer) > _CHUNK:
            self._emit(bytes(self._buffer[:_CHUNK]), last=False)
            del self._buffer[:_CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write what is left and mark the end. Nothing may be written after it."""
        self._emit(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _emit(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), plain, None)
        self._target.write(struct.pack(">I", len(sealed) | (_LAST if last else 0)) + sealed)
        self._number += 1


class OpeningReader(io.RawIOBase):
    """A file object that gives back what `SealingWriter` sealed. WrongKeyError at once; TruncatedError or
    BrokenSealError where the damage is met."""

    def __init__(self, source: BinaryIO, context: str, passphrase: str = "") -> None:
        self._source, self._buffer, self._number, self._ended = source, b"", 0, False
        head = source.readline(_HEADER_LIMIT) + source.readline(_HEADER_LIMIT)
        if not head.startswith(_MAGIC):
            raise BrokenSealError(Text("开头不是政通封好的文件", "not a sealed file of ours"))
        mac = source.readline(_HEADER_LIMIT).rstrip(b"\n")
        if not mac:
            raise TruncatedError("cut off within the header")
        keys = _derive(_parsed(head), context, passphrase)
        if not hmac.compare_digest(mac, _mac(keys, head)):
            raise WrongKeyError("sealed with another passphrase, key or context")
        self._cipher = keys.chunks

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._buffer and not self._ended:
            self._buffer = self._next()
        taken = self._buffer[: len(target)]
        target[: len(taken)] = taken
        self._buffer = self._buffer[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        frame = self._exactly(4)
        length, self._ended = struct.unpack(">I", frame)[0] & ~_LAST, bool(frame[0] & 0x80)
        if not _TAG <= length <= _CHUNK + _TAG:
            raise self._changed()
        sealed = self._exactly(length)
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, None)
        except InvalidTag as error:
            raise self._changed() from error
        self._number += 1
        if self._ended and self._source.read(1):
            raise BrokenSealError(Text("末尾后面还有东西", "something follows the end"))
        return plain

    def _changed(self) -> BrokenSealError:
        return BrokenSealError(_CHUNK_CHANGED.format(number=self._number))

    def _exactly(self, count: int) -> bytes:
        data = self._source.read(count)
        if len(data) < count:
            raise TruncatedError(f"cut off within chunk {self._number}")
        return data


def seal_bytes(plain: bytes, context: str) -> bytes:
    """Seal a file's content under the data key, bound to `context` (what and whose it is)."""
    target = io.BytesIO()
    writer = SealingWriter(target, context)
    writer.write(plain)
    writer.finish()
    return target.getvalue()


def open_bytes(sealed: bytes, context: str) -> bytes:
    """The content behind `seal_bytes`. UnreadableError (one of the three above) when it cannot be trusted."""
    return OpeningReader(io.BytesIO(sealed), context).readall()


def _header(passphrase: str) -> dict[str, Any]:
    salt = secrets.token_bytes(_SALT).hex()
    key = {"kdf": "scrypt", "salt": salt, **_SCRYPT} if passphrase else {"kdf": "hkdf", "id": _store.DATA, "salt": salt}
    return {"cipher": "aes-256-gcm", "chunk": _CHUNK, "key": key}


def _parsed(head: bytes) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(head.splitlines()[1])
    except (ValueError, IndexError) as error:
        raise BrokenSealError(Text("开头被改过", "the header was changed")) from error
    return header


def _derive(header: dict[str, Any], context: str, passphrase: str) -> _Keys:
    try:
        key, salt = header["key"], bytes.fromhex(header["key"]["salt"])
        master = _scrypt(key, salt, passphrase) if key["kdf"] == "scrypt" else _data_key(str(key["id"]), passphrase)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenSealError(Text("开头被改过", "the header was changed")) from error
    both = HKDF(hashes.SHA256(), 64, salt, f"zhengtong-sealed-1:{context}".encode()).derive(master)
    return _Keys(both[:32], AESGCM(both[32:]))


def _scrypt(key: dict[str, Any], salt: bytes, passphrase: str) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(), salt=salt, n=key["n"], r=key["r"], p=key["p"], maxmem=_SCRYPT_MEMORY, dklen=32
    )


def _data_key(key_id: str, passphrase: str) -> bytes:
    if passphrase or key_id != _store.DATA:
        raise WrongKeyError(f"sealed under the key {key_id[:40]}, not under this passphrase")
    return _store.symmetric(_store.folder(), key_id)


def _mac(keys: _Keys, head: bytes) -> bytes:
    return hmac.new(keys.header, head, hashlib.sha256).hexdigest().encode()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
