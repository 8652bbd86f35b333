"""Reads of correction requests. Each makes one SQL statement; a request whole, two."""

from datetime import datetime
from typing import cast

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.corrections import _actions
from zhengtong.sharing.corrections._policy import require_handler
from zhengtong.sharing.corrections.data import Anew, CorrectionData, CorrectionState, SaidMore, State
from zhengtong.sharing.corrections.models import Correction
from zhengtong.trust.audit import api as audit


def corrections_of(reference: str) -> tuple[CorrectionState, ...]:
    """Every request of a case, oldest first; what the records say is left out.

    Whether the reader may know of the case is for the context that owns it to say.
    """
    rows = Correction.objects.filter(reference=reference).select_related("resource").order_by("pk")
    return tuple(state_of(row) for row in rows)


def state(correction_id: str) -> CorrectionState:
    """How a request stands, for the journey that follows it up; NotFound."""
    row = Correction.objects.filter(pk=correction_id).select_related("resource").first()
    if row is None:
        raise NotFound()
    return state_of(row)


def to_check(actor: Actor, limit: int = 100) -> tuple[CorrectionState, ...]:
    """The open requests given to the actor's post, most urgent first; none for who holds none."""
    if actor.kind != "staff" or not actor.organisation:
        return ()
    mine = Correction.objects.filter(
        state="open", handler=actor.organisation, permission__in=sorted(actor.permissions)
    ).select_related("resource")
    return tuple(state_of(row) for row in mine.order_by("due", "id")[:limit])


def correction(correction_id: str, *, actor: Actor, at: datetime) -> CorrectionData:
    """A request whole, for the post it was given to: a look, on the record. NotFound for all others."""
    row = require_handler(actor, Correction.objects.filter(pk=correction_id).select_related("resource").first())
    with atomic():
        audit.record(
            actor=actor,
            at=at,
            action=_actions.LOOKED,
            on=("correction", row.pk),
            subjects=(row.person_id,),
            detail={"resource": row.resource_id, "field": row.field, "reference": row.reference},
        )
    return _data_of(row)


def _data_of(row: Correction) -> CorrectionData:
    return CorrectionData(
        stands=state_of(row),
        organisation=row.organisation,
        id_number=row.id_number,
        told=row.told,
        claimed=row.claimed,
        reason=row.reason,
        asked_by=row.asked_by,
        more=tuple(SaidMore(one.claimed, one.reason, one.said_by, one.at) for one in row.more.order_by("pk")),
        concluded_by=row.concluded_by,
    )


def state_of(row: Correction) -> CorrectionState:
    entry = row.resource.definition
    label = next((one["label"] for one in entry["fields"] if one["name"] == row.field), row.field)
    return CorrectionState(
        id=row.pk,
        reference=row.reference,
        resource=row.resource_id,
        field=row.field,
        resource_name=Text.read(entry["name"]),
        label=Text.read(label),
        provider=Text.read(entry["provider"]["short"]),
        handler=row.handler_id,
        permission=row.permission,
        person=row.person_id,
        name=row.name,
        state=cast(State, row.state),
        anew=cast(Anew, row.anew),
        words=row.words,
        opened_at=row.opened_at,
        due=row.due,
        concluded_at=row.concluded_at,
    )
