"""Note what the source answered when it was asked again."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.corrections import _actions, _policy
from zhengtong.sharing.corrections.models import Correction
from zhengtong.trust.audit import api as audit


def note_anew(correction_id: str, value: str, *, actor: Actor, at: datetime) -> bool:
    """Keep whether `value`, the field in plain words as the source tells it now, differs from what it told before.

    Returns whether it is the same; False too for a request that was noted already or says nothing of the kind. For the
    platform itself: Forbidden to all others.
    """
    with atomic():
        _policy.require_platform(actor)
        row = Correction.objects.select_for_update().filter(pk=correction_id, state="corrected", anew="").first()
        if row is None:
            return False
        row.anew = "same" if value == row.told else "changed"
        row.save(update_fields=["anew"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.ASKED_ANEW,
            on=("correction", row.pk),
            subjects=(row.person_id,),
            detail={"anew": row.anew, "reference": row.reference},
        )
    return row.anew == "same"
