"""Paper: what a clerk prints for one who signs on it, and the photograph of what was signed."""

from datetime import datetime

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import require_clerk, require_reader, require_taker
from zhengtong.delivery.authorisations._queries import of_case, own_text, signer_of
from zhengtong.delivery.authorisations.data import OwnText, Signer
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.office.files import api as files
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action


def text_to_sign(case: str, signature: str, *, actor: Actor, at: datetime) -> OwnText:
    """The text of somebody who is to sign on paper, for a clerk who works on the case; the look is recorded.

    NotFound to all others.
    """
    row = require_clerk(actor, _row(case, signature))
    _record(row, _actions.PRINTED, actor, at)
    return own_text(row)


def signers_to_take(case: str, *, actor: Actor, at: datetime) -> tuple[Signer, ...]:
    """Everybody who signs for a case, for a clerk who may take down what is signed before them; the look is recorded.

    NotFound to all others.
    """
    rows = require_taker(actor, list(of_case(case).exclude(state="lapsed").defer("code")))
    with atomic():
        subjects = tuple(row.person_id for row in rows)
        audit.record(actor=actor, at=at, action=_actions.TO_TAKE, on=("case", case), subjects=subjects)
    return tuple(signer_of(row) for row in rows)


def signed_paper(case: str, signature: str, *, actor: Actor, at: datetime) -> bytes:
    """The photograph of what was signed on paper, as JPEG, for the clerks of the case; every look is recorded.

    NotFound to all others, and where there is none.
    """
    row = require_reader(actor, _row(case, signature))
    if not row.file:
        raise NotFound()
    _record(row, _actions.PAPER_LOOKED, actor, at)
    return files.read(row.file)


def _row(case: str, signature: str) -> Authorisation | None:
    return Authorisation.objects.filter(pk=signature, case=case).first()


def _record(row: Authorisation, action: Action, actor: Actor, at: datetime) -> None:
    with atomic():
        on = ("authorisation", row.number)
        audit.record(actor=actor, at=at, action=action, on=on, subjects=(row.person_id,), detail={"case": row.case})
