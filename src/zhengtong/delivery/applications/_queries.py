"""Reading one's own applications."""

from zhengtong.delivery.applications._operations._rows import data, draft
from zhengtong.delivery.applications._policy import require_own
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.applications.models import Application
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.idempotency import KeyReused, RequestKey


def application(application_id: str, *, actor: Actor) -> ApplicationData:
    """The actor's application; NotFound for anyone else. One statement."""
    return data(require_own(actor, Application.objects.filter(pk=application_id, discarded_at=None).first()))


def draft_to_send(application_id: str, *, actor: Actor) -> ApplicationData:
    """The actor's draft, held until the caller's transaction ends: what is saved meanwhile waits. One statement.

    NotFound for anyone else's; AlreadySent once it is sent.
    """
    return data(draft(application_id, actor))


def drafts_of(actor: Actor) -> tuple[ApplicationData, ...]:
    """What the actor has begun and not sent, newest first. One statement."""
    if not actor.person:
        return ()
    rows = Application.objects.filter(operator=actor.person, sent_at=None, discarded_at=None)
    return tuple(data(row) for row in rows.order_by("-saved_at", "-id"))


def case_sent_as(request: RequestKey, *, actor: Actor) -> str:
    """The case the actor already opened by this very request; empty when there is none. One statement.

    KeyReused when the key belongs to another request of theirs.
    """
    rows = Application.objects.filter(operator=actor.person, idempotency_key=request.key)
    case, digest = rows.values_list("case", "idempotency_digest").first() or ("", request.digest)
    if digest != request.digest:
        raise KeyReused()
    return case
