"""Where people live is known after they were asked to sign: who is near may take their signatures down from now on."""

from datetime import datetime

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import require_system
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def take_near(case: str, office: str, permission: str, *, actor: Actor, at: datetime) -> None:
    """Let posts of an office near the applicant take signatures down, where nobody near was known until now.

    Doing it twice does it once. Forbidden to all but the platform.
    """
    require_system(actor)
    with atomic():
        unplaced = Authorisation.objects.select_for_update().filter(case=case, taken_by="").exclude(state="lapsed")
        rows = list(unplaced.order_by("pk"))
        if not rows:
            return
        for row in rows:  # who has signed too: whether an office is near holds for the case, not for a row of it
            row.taken_by, row.taken_with = office, permission
            row.save(update_fields=["taken_by", "taken_with"])
        subjects = tuple(row.person_id for row in rows)
        detail = {"office": office, "permission": permission}
        audit.record(actor=actor, at=at, action=_actions.NEAR, on=("case", case), subjects=subjects, detail=detail)
