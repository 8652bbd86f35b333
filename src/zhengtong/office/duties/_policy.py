"""Who sees and closes which duties."""

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.office.duties.models import Duty


def may_open(actor: Actor) -> None:
    """A duty follows from an act its caller has authorised, even a resident's; nobody in particular causes none."""
    if actor.kind == "anonymous":
        raise Forbidden()


def may_handle(actor: Actor, duty: Duty) -> None:
    """Staff in a post of that organisation with that permission, or the platform itself. NotFound for all others."""
    if actor.kind == "system":
        return
    if not holds_post(actor) or actor.organisation != duty.organisation_id or duty.permission not in actor.permissions:
        raise NotFound()


def holds_post(actor: Actor) -> bool:
    """Whether the actor acts in a post of an organisation."""
    return actor.kind in ("staff", "administrator") and bool(actor.organisation)
