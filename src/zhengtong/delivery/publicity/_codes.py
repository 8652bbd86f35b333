"""Codes that are typed from paper: of a posting's address, and receipt numbers."""

import hashlib
import re
import secrets

from zhengtong.trust.keys import api as keys

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_LOOK_ALIKE = str.maketrans("OIL", "011")


def new_short_code() -> str:
    """60 random bits in twelve characters without look-alikes, `7K3D-M9QX-2B4T`."""
    return _grouped("".join(secrets.choice(_LETTERS) for _ in range(LENGTH)))


def receipt_for(posting: str, once: str, said: str) -> str:
    """The receipt number of what was sent from one drawing of a form: the same words sent twice from it get the same.

    60 bits that only who holds our keys can work out. A new one each time where there was no form (`once` is empty).
    """
    if not once:
        return new_short_code()
    worked_out = hashlib.sha256(keys.lookup("objection_once", f"{posting} {once} {said}").encode()).digest()
    return _grouped("".join(_LETTERS[byte % len(_LETTERS)] for byte in worked_out[:LENGTH]))


def posting_lookup(code: str) -> str:
    """A keyed hash by which the posting of an address is found."""
    return keys.lookup("posting_code", _plain(code))


def receipt_lookup(code: str) -> str:
    """A keyed hash by which an objection is found."""
    return keys.lookup("objection_receipt", _plain(code))


def _grouped(code: str) -> str:
    return "-".join(code[i : i + GROUP] for i in range(0, LENGTH, GROUP))


def _plain(code: str) -> str:
    """As it was made, however it was typed: in either case, with or without dashes, O for 0 and I for 1."""
    return re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_LOOK_ALIKE)
