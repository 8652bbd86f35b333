"""Secrets for people to type."""

import base64
import secrets

_PASSWORD_BYTES = 10


def new_password() -> str:
    """A password of 80 random bits, 16 small letters and digits without 0, 1, 8 and 9."""
    return new_secret(_PASSWORD_BYTES).lower()


def new_secret(count: int) -> str:
    """So many random bytes (a multiple of five) in base32."""
    return base64.b32encode(secrets.token_bytes(count)).decode()
