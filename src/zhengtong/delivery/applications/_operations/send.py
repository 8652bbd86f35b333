"""Send an application: from here on it never changes."""

from datetime import datetime

from zhengtong.delivery.applications import _actions
from zhengtong.delivery.applications._operations._rows import draft
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def send(
    application: str, case: str, applicant: str, *, request: RequestKey | None = None, actor: Actor, at: datetime
) -> None:
    """Mark a draft as sent, with the number of the case it opened. The caller has checked it is complete."""
    with atomic():
        row = draft(application, actor)
        row.sent_at, row.case = at, case
        if request:
            row.idempotency_key, row.idempotency_digest = request.key, request.digest
        row.save(update_fields=["sent_at", "case", "idempotency_key", "idempotency_digest"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.SENT,
            on=("application", row.pk),
            subjects=(row.operator_id, applicant),
            detail={"case": case},
        )
