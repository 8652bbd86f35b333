"""What a place that holds keys must offer: a file now; SDF, SKF or PKCS#11 devices later."""

from typing import Protocol


class Signer(Protocol):
    """A named private key that signs and never shows itself."""

    @property
    def name(self) -> str:
        """What the key is for, e.g. `audit-log`."""

    @property
    def algorithm(self) -> str:
        """A name of `keys.api.algorithms()`."""

    @property
    def key_id(self) -> str:
        """`<name>:<algorithm>:<16 hex digits of the SHA-256 of public_bytes>`."""

    @property
    def public_bytes(self) -> bytes:
        """The public key as DER SubjectPublicKeyInfo (RFC 5280 §4.1), which names its own algorithm."""

    def sign(self, message: bytes) -> bytes:
        """The signature of a message; SlowInsideTransactionError inside a transaction."""


class Verifier(Protocol):
    """A public key that checks signatures."""

    @property
    def algorithm(self) -> str:
        """A name of `keys.api.algorithms()`."""

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the signature of exactly this message."""
