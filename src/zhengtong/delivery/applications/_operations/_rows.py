"""From rows to data, and the row under its lock."""

from datetime import datetime

from zhengtong.delivery.applications._policy import require_own
from zhengtong.delivery.applications.data import AlreadySent, ApplicationData, Dispute, Known
from zhengtong.delivery.applications.models import Application
from zhengtong.kernel.actor import Actor


def draft(application: str, actor: Actor) -> Application:
    """The actor's draft, held until the transaction ends; AlreadySent once it is sent."""
    rows = Application.objects.select_for_update().filter(pk=application, discarded_at__isnull=True)
    row = require_own(actor, rows.first())
    if row.sent_at:
        raise AlreadySent()
    return row


def data(row: Application) -> ApplicationData:
    return ApplicationData(
        id=row.pk,
        service=row.service,
        service_hash=row.service_hash,
        operator=row.operator_id,
        answers=row.answers,
        known={resource: Known.read(value) for resource, value in row.known.items()},
        disputes=tuple(
            Dispute(d["resource"], d["field"], d["said"], datetime.fromisoformat(d["at"])) for d in row.disputes
        ),
        begun_at=row.begun_at,
        saved_at=row.saved_at,
        sent_at=row.sent_at,
        case=row.case,
    )
