"""Identifiers made by the platform itself (official codes are in `kernel.codes`)."""

import secrets

from zhengtong.kernel import clock

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80


def new_id() -> str:
    """A ULID: 26 characters, sorted by time of making, 80 random bits."""
    milliseconds = int(clock.real_now().timestamp() * 1000)
    number = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def new_code() -> str:
    """An unguessable code of 128 bits for public addresses, 26 characters without look-alikes."""
    number = secrets.randbits(128)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
