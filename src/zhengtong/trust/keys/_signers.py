"""Signers kept as files of the keys folder, and verifiers from public keys."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.trust.keys import _store
from zhengtong.trust.keys._algorithms import TABLE, Algorithm
from zhengtong.trust.keys.ports import Signer, Verifier

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_ID_DIGITS = 16


class UnknownAlgorithmError(LookupError):
    """No algorithm of this name is in the table."""


@dataclass(frozen=True, slots=True)
class _FileSigner:
    name: str
    algorithm: str
    public_bytes: bytes
    stored: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        return f"{self.name}:{self.algorithm}:{hashlib.sha256(self.public_bytes).hexdigest()[:_ID_DIGITS]}"

    def sign(self, message: bytes) -> bytes:
        forbid_in_transaction(f"signing with {self.name}")
        return _algorithm(self.algorithm).sign(self.stored, message)


@dataclass(frozen=True, slots=True)
class _PublicVerifier:
    algorithm: str
    public_bytes: bytes

    def verify(self, signature: bytes, message: bytes) -> bool:
        return _algorithm(self.algorithm).verify(self.public_bytes, signature, message)


def algorithms() -> tuple[str, ...]:
    """The names of the signature algorithms at hand."""
    return tuple(TABLE)


def signer(name: str, algorithm: str = "ed25519") -> Signer:
    """The signer of a name, its key made at first use (`keys/<name>.<algorithm>.pem`, PKCS #8, mode 600).

    UnknownAlgorithmError for an algorithm not in the table, ValueError for a name that is no plain file name.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name of a key: a-z, 0-9, dot and hyphen")
    return _load(_store.folder(), name, algorithm)


def verifier(algorithm: str, public_bytes: bytes) -> Verifier:
    """Checks signatures by a public key (DER SubjectPublicKeyInfo). UnknownAlgorithmError, as `signer`."""
    _algorithm(algorithm)
    return _PublicVerifier(algorithm, public_bytes)


def _algorithm(name: str) -> Algorithm:
    try:
        return TABLE[name]
    except KeyError:
        raise UnknownAlgorithmError(f"unknown signature algorithm {name!r}; known: {', '.join(TABLE)}") from None


@lru_cache(maxsize=64)
def _load(folder: Path, name: str, algorithm: str) -> _FileSigner:
    kind, path = _algorithm(algorithm), folder / f"{name}.{algorithm}.pem"
    stored = path.read_bytes() if path.exists() else _store.write_new(path, kind.generate())
    return _FileSigner(name, algorithm, kind.public(stored), stored)
