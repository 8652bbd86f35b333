"""Reading authorisations. Each makes one SQL statement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.db.models import Count, Min, QuerySet

from zhengtong.delivery.authorisations._policy import may_hand_on, require_signer
from zhengtong.delivery.authorisations._proof import code_lookup, holds
from zhengtong.delivery.authorisations.data import UNSIGNED, OwnText, ProofOver, Signer, State, Way
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway.data import Authorisation as Paper

_MOST = 100


def signers(case: str) -> tuple[Signer, ...]:
    """Everybody who must sign for a case and how far they are. For callers that have read the case."""
    return tuple(signer_of(row) for row in of_case(case).defer("code"))


def papers(case: str) -> Mapping[str, Paper | None]:
    """By person, the signed paper under which departments may be asked; None for who has not signed. For callers that
    have read the case."""
    rows = of_case(case).values_list("person", "state", "number", "digest")
    return {person: Paper(number, digest) if state == "signed" else None for person, state, number, digest in rows}


def links(case: str, *, actor: Actor) -> Mapping[str, str]:
    """By signer (their id), the code of the link of who has not signed: for whose case it is, to pass on. Empty for
    everybody else."""
    waiting = of_case(case).filter(state__in=UNSIGNED)
    return {row.pk: row.code for row in waiting if may_hand_on(actor, row)}


def is_link(code: str) -> bool:
    """Whether there is a link of this code whose case has not ended. Says nothing of whose it is."""
    return Authorisation.objects.filter(code_lookup=code_lookup(code)).exclude(state="lapsed").exists()


def own_by_link(code: str, proof: str, *, at: datetime) -> OwnText:
    """The text again, for who was shown it by its link less than half an hour ago. The proof
    is what lets them. NotFound, ProofOver."""
    row = Authorisation.objects.filter(code_lookup=code_lookup(code)).exclude(state="lapsed").first()
    if row is None:
        raise NotFound()
    if not holds(row, proof, at):
        raise ProofOver()
    return own_text(row, proof)


def own(case: str, *, actor: Actor) -> OwnText:
    """The actor's own text for a case. NotFound to all but the signer."""
    row = of_case(case).filter(person=actor.person or None).first()
    found = require_signer(actor, row)
    return replace(own_text(found), is_party=may_hand_on(actor, found))


def waiting_for(actor: Actor) -> tuple[str, ...]:
    """The cases for which the actor has not signed yet, newest first."""
    if not actor.person:
        return ()
    rows = Authorisation.objects.filter(person=actor.person, state="asked").order_by("-pk")
    return tuple(rows.values_list("case", flat=True))


def to_take(actor: Actor) -> Mapping[str, int]:
    """By case, how many have not signed yet whose signature the actor's post near them may take down, oldest first."""
    if actor.kind != "staff":
        return {}
    near = Authorisation.objects.filter(taken_by=actor.organisation, taken_with__in=sorted(actor.permissions))
    waiting = near.exclude(taken_by="").filter(state__in=UNSIGNED)
    rows = waiting.exclude(applicant=actor.person).exclude(operator=actor.person).exclude(person=actor.person or None)
    counted = rows.values_list("case").annotate(count=Count("pk"), first=Min("pk")).order_by("first")
    return {case: count for case, count, _ in counted[:_MOST]}


def of_case(case: str) -> QuerySet[Authorisation]:
    return Authorisation.objects.filter(case=case).order_by("number")


def own_text(row: Authorisation, proof: str = "") -> OwnText:
    """What the signer reads."""
    return OwnText(
        number=row.number,
        case=row.case,
        name=row.name,
        text=Text.read(row.words["text"]),
        promise=Text.read(row.words["promise"]),
        digest=row.digest,
        state=cast(State, row.state),
        signed_at=row.signed_at,
        proof=proof,
    )


def signer_of(row: Authorisation) -> Signer:
    return Signer(
        id=row.pk,
        number=row.number,
        party=row.party,
        person=row.person_id,
        name=row.name,
        state=cast(State, row.state),
        way=cast(Way, row.way),
        by_name=row.by_name,
        relation=row.relation,
        ground=row.ground,
        witness=row.witness,
        signed_at=row.signed_at,
        has_photo=bool(row.file),
        photo_required=bool(row.words.get("photo_required", False)),
    )
