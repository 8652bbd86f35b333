"""Whether somebody is the one a link was made for, and the short-lived proof that they have shown it."""

import hmac
import unicodedata
from datetime import UTC, datetime, timedelta

from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.trust.keys import api as keys

_LASTS = timedelta(minutes=30)


def code_lookup(code: str) -> str:
    """A keyed hash by which the row of a link is found."""
    return keys.lookup("authorisation_code", code.strip().upper())


def number_lookup(id: str, id_number: str) -> str:
    """A keyed hash of a resident ID bound to one row, so that two rows of one person do not look alike."""
    return keys.lookup(f"authorisation_number:{id}", id_number.strip().upper())


def is_signer(row: Authorisation, name: str, id_number: str) -> bool:
    """Whether name and number are those of the application; both are always compared."""
    same_name = hmac.compare_digest(_plain(name).encode(), _plain(row.name).encode())
    same_number = hmac.compare_digest(number_lookup(row.pk, id_number), row.number_lookup)
    return same_name and same_number


def _plain(name: str) -> str:
    """A name without spaces and in one width: people type 欧阳　娜娜 and ·as they like."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def proof_for(row: Authorisation, at: datetime) -> str:
    """That the holder has shown who they are: good for half an hour and for this row alone."""
    until = int((at + _LASTS).timestamp())
    return f"{until}.{_seal(row, until)}"


def holds(row: Authorisation, proof: str, at: datetime) -> bool:
    """Whether a proof is for this row and not over."""
    until, _, seal = proof.partition(".")
    if not (until.isascii() and until.isdecimal() and len(until) <= 12):
        return False
    is_ours = hmac.compare_digest(seal.encode(), _seal(row, int(until)).encode())
    return is_ours and at < datetime.fromtimestamp(int(until), UTC)


def _seal(row: Authorisation, until: int) -> str:
    return keys.lookup("authorisation_proof", f"{row.pk}:{until}").rsplit(":", 1)[1]
