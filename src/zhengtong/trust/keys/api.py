"""Encryption at rest, keyed look-up, sealed files, signers and the folder of keys."""

from zhengtong.trust.keys._cipher import UnreadableError, decrypt, encrypt, lookup
from zhengtong.trust.keys._fields import EncryptedJSONField, EncryptedTextField
from zhengtong.trust.keys._sealing import (
    BrokenSealError,
    OpeningReader,
    SealingWriter,
    TruncatedError,
    WrongKeyError,
    open_bytes,
    seal_bytes,
)
from zhengtong.trust.keys._signers import UnknownAlgorithmError, algorithms, signer, verifier
from zhengtong.trust.keys._store import FILES, KeyMissing, folder, make, missing, require, symmetric, write_new

__all__ = [
    "FILES",
    "BrokenSealError",
    "EncryptedJSONField",
    "EncryptedTextField",
    "KeyMissing",
    "OpeningReader",
    "SealingWriter",
    "TruncatedError",
    "UnknownAlgorithmError",
    "UnreadableError",
    "WrongKeyError",
    "algorithms",
    "decrypt",
    "encrypt",
    "folder",
    "lookup",
    "make",
    "missing",
    "open_bytes",
    "require",
    "seal_bytes",
    "signer",
    "symmetric",
    "verifier",
    "write_new",
]
