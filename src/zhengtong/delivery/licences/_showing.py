"""The holder's own showing: code or identifier, with the last four characters of the holder's number."""

import hmac
from datetime import datetime, timedelta

from zhengtong.delivery.licences import _policy
from zhengtong.delivery.licences._actions import NOT_SHOWN, SHOWN
from zhengtong.delivery.licences._queries import as_public, as_written
from zhengtong.delivery.licences.data import PublicLicence, TooManyTries, WrongProof
from zhengtong.delivery.licences.models import Licence, Showing
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.keys import api as keys

WRONG_TRIES = 5
WINDOW = timedelta(hours=1)


def last_four_lookup(licence_id: str, last_four: str) -> str:
    """A keyed hash bound to the licence, so equal endings of two holders do not look alike."""
    return keys.lookup(f"licence_last_four:{licence_id}", last_four.strip().upper())


def show(*, code: str = "", identifier: str = "", last_four: str, actor: Actor, at: datetime) -> PublicLicence:
    """Everything on a licence, proven by code or identifier with the last four characters of the holder's number.

    Anyone may try. NotFound, WrongProof, TooManyTries (5 wrong tries within an hour; code and identifier are counted
    apart). Each try is an audit row, also when it fails.
    """
    _policy.may_show(actor)
    with atomic():
        row, way = _locked(as_written(code), identifier.strip().upper())
        refusal = _refusal(row, way, last_four, at)
        if isinstance(refusal, WrongProof):
            Showing.objects.create(licence=row, way=way, at=at)
        outcome = refusal.code if refusal else "proven"
        audit.record(
            actor=actor,
            at=at,
            action=NOT_SHOWN if refusal else SHOWN,
            on=("licence", row.pk),
            subjects=(row.person,),
            detail={"by": way, "outcome": outcome},
        )
    if refusal:
        raise refusal
    return as_public(row, full=True, clear_numbers=True)


def _locked(code: str, identifier: str) -> tuple[Licence, str]:
    """The licence, held so that tries at the same moment are counted one after another."""
    key, way = ({"code": code}, "code") if code else ({"identifier": identifier}, "identifier")
    row = Licence.objects.select_for_update().filter(**key).first()
    if row is None:
        raise NotFound()
    return row, way


def _refusal(row: Licence, way: str, last_four: str, at: datetime) -> Refusal | None:
    if Showing.objects.filter(licence=row, way=way, at__gt=at - WINDOW).count() >= WRONG_TRIES:
        return TooManyTries()
    proven = hmac.compare_digest(row.last_four, last_four_lookup(row.pk, last_four))
    return None if proven else WrongProof()
