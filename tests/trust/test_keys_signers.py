"""Signers: made once, mode 600, named, and refused inside a transaction."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction

from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.trust.keys import _algorithms
from zhengtong.trust.keys import api as keys

# RFC 8032 §7.1, TEST 2: a key, the message 0x72 and its signature.
_SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
# RFC 8410 §4: an Ed25519 SubjectPublicKeyInfo is this prefix and the 32 bytes of the key.
_SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.mark.parametrize("algorithm", ["ed25519", "ecdsa-p256"])
def test_signs_and_verifies(algorithm: str) -> None:
    signer = keys.signer("test", algorithm)
    verifier = keys.verifier(algorithm, signer.public_bytes)
    signature = signer.sign(b"message")
    assert verifier.verify(signature, b"message")
    assert not verifier.verify(signature, b"messagf")
    assert not verifier.verify(signature[:-1] + bytes([signature[-1] ^ 1]), b"message")
    assert signer.key_id.startswith(f"test:{algorithm}:")


def test_verifies_the_example_of_rfc_8032() -> None:
    verifier = keys.verifier("ed25519", _SPKI_PREFIX + _PUBLIC)
    assert verifier.verify(_SIGNATURE, b"\x72")
    assert not verifier.verify(_SIGNATURE, b"\x73")


def test_signs_the_example_of_rfc_8032() -> None:
    stored = _algorithms._pem(_algorithms.ed25519.Ed25519PrivateKey.from_private_bytes(_SECRET))
    assert _algorithms.TABLE["ed25519"].sign(stored, b"\x72") == _SIGNATURE


def test_public_bytes_of_ed25519_end_in_the_raw_key() -> None:
    signer = keys.signer("test")
    Ed25519PublicKey.from_public_bytes(signer.public_bytes[-32:]).verify(signer.sign(b"x"), b"x")


def test_key_is_made_once_with_mode_600(home: Path) -> None:
    first = keys.signer("test").public_bytes
    path = home / "keys" / "test.ed25519.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.signer("test").public_bytes == first
    assert keys.signer("other").public_bytes != first


def test_private_key_is_not_shown() -> None:
    assert "PRIVATE" not in repr(keys.signer("test"))


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b", ".hidden", "a" * 65])
def test_name_must_be_a_plain_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        keys.signer(name)


def test_unknown_algorithm_is_named() -> None:
    with pytest.raises(keys.UnknownAlgorithmError, match="rot13"):
        keys.signer("test", "rot13")
    with pytest.raises(keys.UnknownAlgorithmError, match="rot13"):
        keys.verifier("rot13", b"")


def test_a_key_of_another_algorithm_is_refused() -> None:
    with pytest.raises(ValueError, match="P-256"):
        keys.verifier("ecdsa-p256", keys.signer("test").public_bytes).verify(b"", b"")


@pytest.mark.django_db
def test_no_signature_inside_a_transaction() -> None:
    signer = keys.signer("test")
    with transaction.atomic(), pytest.raises(SlowInsideTransactionError):
        signer.sign(b"message")
