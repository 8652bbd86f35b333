"""Who books, moves and sees visits."""

from collections.abc import Collection

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.office.appointments.models import VisitRow


def may_book(actor: Actor, people: Collection[str]) -> None:
    """Whom it is for, or the platform; nobody books for others."""
    if actor.kind != "system" and actor.person not in people:
        raise Forbidden()


def may_move(actor: Actor, visit: VisitRow | None) -> VisitRow:
    """Whom the visit is for; for all others it is not there."""
    if visit is None or not actor.person or actor.person not in visit.people:
        raise NotFound()
    return visit


def may_close(actor: Actor) -> None:
    """Only the platform, on a fact of the thing the visit is about."""
    if actor.kind != "system":
        raise Forbidden()


def require_post(actor: Actor) -> None:
    """A post of an organisation; for others there is no day's list."""
    if actor.kind != "staff" or not actor.organisation or not actor.permissions:
        raise NotFound()
