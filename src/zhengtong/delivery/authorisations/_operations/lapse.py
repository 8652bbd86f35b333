"""A case has ended: nobody signs for it any more."""

from datetime import datetime

from zhengtong.delivery.authorisations import _actions
from zhengtong.delivery.authorisations._policy import require_system
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def lapse(case: str, *, actor: Actor, at: datetime) -> None:
    """Close every link of a case that has ended; who has not signed need not. What was signed stays on the record.

    Doing it twice does it once. Forbidden to all but the platform.
    """
    require_system(actor)
    with atomic():
        rows = list(Authorisation.objects.select_for_update().filter(case=case).exclude(code_lookup="").order_by("pk"))
        if not rows:
            return
        for row in rows:
            row.code, row.code_lookup = "", ""
            row.state = row.state if row.state == "signed" else "lapsed"
            row.save(update_fields=["code", "code_lookup", "state"])
        subjects = tuple(row.person_id for row in rows)
        audit.record(actor=actor, at=at, action=_actions.LAPSED, on=("case", case), subjects=subjects)
