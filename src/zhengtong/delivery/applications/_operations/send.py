"""Send an application: from here on it never changes."""

from datetime import datetime

from zhengtong.delivery.applications import _actions
from zhengtong.delivery.applications._operations._rows import draft
from zhengtong.delivery.applications.models import Application
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def send(
    application: str, case: str, applicant: str, *, request: RequestKey | None = None, actor: Actor, at: datetime
) -> None:
    """Mark a draft as sent, with the number of the case it opened. The caller has checked it is complete."""
    with atomic():
        noted = {"idempotency_key": request.key, "idempotency_digest": request.digest} if request else {}
        unsent = Application.objects.filter(pk=application, operator=actor.person, sent_at=None, discarded_at=None)
        if not unsent.update(sent_at=at, case=case, **noted):
            draft(application, actor)  # says why not
            raise Conflict()
        audit.record(
            actor=actor,
            at=at,
            action=_actions.SENT,
            on=("application", application),
            subjects=(actor.person, applicant),
            detail={"case": case},
        )
