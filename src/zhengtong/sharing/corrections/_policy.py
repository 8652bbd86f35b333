"""Who may say that a datum is wrong, and who looks into it."""

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound
from zhengtong.sharing.corrections.data import CORRECT, NewCorrection
from zhengtong.sharing.corrections.models import Correction


def may_ask(actor: Actor, new: NewCorrection) -> None:
    """The person it is about, and staff in the name of their own office, who have read the case. Else Forbidden."""
    is_own = bool(actor.person) and actor.person == new.person
    is_office = actor.kind == "staff" and actor.organisation == new.organisation
    if not (is_own or is_office):
        raise Forbidden()


def corrects(actor: Actor) -> bool:
    """Whether the actor's post looks into what its department is told is wrong."""
    return actor.kind == "staff" and bool(actor.organisation) and actor.may(CORRECT)


def require_handler(actor: Actor, row: Correction | None) -> Correction:
    """The request, for the posts it was given to; to others it does not exist."""
    is_theirs = row is not None and actor.kind == "staff" and actor.organisation == row.handler_id
    if row is None or not is_theirs or not actor.may(row.permission):
        raise NotFound()
    return row


def require_impartial(actor: Actor, row: Correction) -> None:
    """Nobody concludes about their own data. Forbidden."""
    if actor.person and actor.person == row.person_id:
        raise Forbidden()


def require_platform(actor: Actor) -> None:
    """What a second question brought is noted by the platform alone. Forbidden."""
    if actor.kind != "system":
        raise Forbidden()
