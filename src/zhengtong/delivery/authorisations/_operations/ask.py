"""People are asked to sign, when the application is sent."""

from collections.abc import Sequence
from datetime import datetime

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import may_ask
from zhengtong.delivery.authorisations._proof import code_lookup, number_lookup
from zhengtong.delivery.authorisations._words import digest_of, filled
from zhengtong.delivery.authorisations.data import Asked, Definition, NewSigner
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def ask(definition: Definition, asked: Asked, signers: Sequence[NewSigner], *, actor: Actor, at: datetime) -> None:
    """Fill in everybody's text and make their links, in the caller's transaction. Forbidden but to who applies.

    One person is asked once, however many parts they have in the application.
    """
    may_ask(actor, asked)
    once = {signer.person: signer for signer in reversed(signers)}
    with atomic():
        rows = [_row(definition, asked, signer, n, at) for n, signer in enumerate(reversed(once.values()), 1)]
        Authorisation.objects.bulk_create(rows)
        audit.record(
            actor=actor,
            at=at,
            action=_actions.ASKED,
            on=("case", asked.case),
            subjects=tuple(once),
            detail={"authorisations": [f"{row.number} {row.digest}" for row in rows]},
        )


def _row(definition: Definition, asked: Asked, signer: NewSigner, n: int, at: datetime) -> Authorisation:
    text, promise = filled(definition, asked, signer)
    row = Authorisation(
        number=f"{asked.case}-S{n:02}",
        case=asked.case,
        applicant=asked.applicant,
        operator=asked.operator,
        party=signer.party,
        person_id=signer.person,
        name=signer.name,
        words={"text": text.plain(), "promise": promise.plain(), "photo_required": definition.photo_required},
        digest=digest_of(text, promise),
        taken_by=asked.taken_by,
        taken_with=asked.taken_with,
        asked_at=at,
    )
    row.code_lookup = code_lookup(row.code)
    row.number_lookup = number_lookup(row.pk, signer.id_number)
    return row
