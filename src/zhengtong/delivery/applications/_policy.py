"""A draft belongs to the person who writes it; nobody else learns that it exists."""

from zhengtong.delivery.applications.models import Application
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound

_PEOPLE = ("resident", "company_agent")


def require_person(actor: Actor) -> str:
    """The person who acts; Forbidden for an account without one (applying needs a real name) and for one of an office.

    Whoever works for an office applies for themselves with their own account, as everybody does.
    """
    if not actor.person or actor.kind not in _PEOPLE:
        raise Forbidden()
    return actor.person


def require_own(actor: Actor, application: Application | None) -> Application:
    """The application, for the one who writes it."""
    if application and actor.person and application.operator_id == actor.person:
        return application
    raise NotFound()
