"""A link is opened: the text is shown to whoever gives the signer's name and number."""

from datetime import datetime, timedelta

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import may_try
from zhengtong.delivery.authorisations._proof import code_lookup, is_signer, proof_for
from zhengtong.delivery.authorisations._queries import own_text
from zhengtong.delivery.authorisations.data import NotMatched, OwnText, TooManyTries
from zhengtong.delivery.authorisations.models import Authorisation, WrongTry
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

WRONG_TRIES = 5
WINDOW = timedelta(hours=1)


def show_by_link(code: str, name: str, id_number: str, *, actor: Actor, at: datetime) -> OwnText:
    """The text behind a link, to whoever gives name and number as the application has them.

    Anyone may try. NotFound for no such link (or one whose case has ended), NotMatched, TooManyTries (5 wrong tries
    within an hour, right ones too then). Every try is an audit row with the signer as subject.
    """
    may_try(actor)
    with atomic():
        row = _held(code)
        refusal = _refusal(row, name, id_number, at)
        if isinstance(refusal, NotMatched):
            WrongTry.objects.create(authorisation=row, at=at)
        audit.record(
            actor=actor,
            at=at,
            action=_actions.NOT_SHOWN if refusal else _actions.SHOWN,
            on=("authorisation", row.number),
            subjects=(row.person_id,),
            detail={"case": row.case, "outcome": refusal.code if refusal else "shown"},
        )
    if refusal:
        raise refusal
    return own_text(row, proof_for(row, at))


def _held(code: str) -> Authorisation:
    """The row, held so that tries at the same moment are counted one after another."""
    found = Authorisation.objects.select_for_update().exclude(state="lapsed").filter(code_lookup=code_lookup(code))
    row = found.first()
    if row is None:
        raise NotFound()
    return row


def _refusal(row: Authorisation, name: str, id_number: str, at: datetime) -> Refusal | None:
    if WrongTry.objects.filter(authorisation=row, at__gt=at - WINDOW).count() >= WRONG_TRIES:
        return TooManyTries()
    return None if is_signer(row, name, id_number) else NotMatched()
