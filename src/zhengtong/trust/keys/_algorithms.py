"""The table of signature algorithms. A new one (SM2) is one more class and one more line of `TABLE`."""

from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)


class Algorithm(Protocol):
    """How keys of one kind are made, kept and used. `stored` is what the key file holds."""

    def generate(self) -> bytes:
        """A new private key, as stored."""

    def public(self, stored: bytes) -> bytes:
        """Its public key, DER SubjectPublicKeyInfo."""

    def sign(self, stored: bytes, message: bytes) -> bytes:
        """The signature of a message."""

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool:
        """Whether the signature is good. ValueError when `public` is a key of another algorithm."""


def _pem(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _spki(key: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class Ed25519:
    """RFC 8032; a signature is 64 bytes."""

    def generate(self) -> bytes:
        return _pem(ed25519.Ed25519PrivateKey.generate())

    def public(self, stored: bytes) -> bytes:
        return _spki(self._private(stored).public_key())

    def sign(self, stored: bytes, message: bytes) -> bytes:
        return self._private(stored).sign(message)

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool:
        key = load_der_public_key(public)
        if not isinstance(key, ed25519.Ed25519PublicKey):
            raise ValueError("not an Ed25519 key")
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def _private(stored: bytes) -> ed25519.Ed25519PrivateKey:
        key = load_pem_private_key(stored, None)
        if not isinstance(key, ed25519.Ed25519PrivateKey):
            raise ValueError("not an Ed25519 key")
        return key


class EcdsaP256:
    """ECDSA on P-256 with SHA-256 (FIPS 186); a signature is DER (r, s)."""

    def generate(self) -> bytes:
        return _pem(ec.generate_private_key(ec.SECP256R1()))

    def public(self, stored: bytes) -> bytes:
        return _spki(self._private(stored).public_key())

    def sign(self, stored: bytes, message: bytes) -> bytes:
        return self._private(stored).sign(message, ec.ECDSA(hashes.SHA256()))

    def verify(self, public: bytes, signature: bytes, message: bytes) -> bool:
        key = load_der_public_key(public)
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("not a P-256 key")
        try:
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def _private(stored: bytes) -> ec.EllipticCurvePrivateKey:
        key = load_pem_private_key(stored, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("not a P-256 key")
        return key


TABLE: dict[str, Algorithm] = {"ed25519": Ed25519(), "ecdsa-p256": EcdsaP256()}
