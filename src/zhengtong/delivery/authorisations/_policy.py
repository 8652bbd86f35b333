"""Who may ask for a signature, give one, write one down."""

from collections.abc import Sequence

from zhengtong.delivery.authorisations.data import Asked
from zhengtong.delivery.authorisations.models import Authorisation
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound


def may_ask(actor: Actor, asked: Asked) -> None:
    """Who applies, for their own case, and the platform."""
    if actor.kind != "system" and not (actor.person and actor.person == asked.operator):
        raise Forbidden()


def may_try(_actor: Actor) -> None:
    """Anybody who has the link may say who they are: the proof is name and number, and every try is kept."""


def may_hand_on(actor: Actor, row: Authorisation) -> bool:
    """The links are for whose case it is: they pass them on."""
    return bool(actor.person) and actor.person in (row.applicant, row.operator)


def require_signer(actor: Actor, row: Authorisation | None) -> Authorisation:
    """The row, for the person who is to sign it; nobody else learns that there is one."""
    if row is None or not actor.person or actor.person != row.person_id:
        raise NotFound()
    return row


def require_clerk(actor: Actor, row: Authorisation | None) -> Authorisation:
    """The row, for a clerk who works on its case now or whose post is near, and whom it is not about."""
    return require_taker(actor, [row] if row else [])[0]


def require_taker(actor: Actor, rows: Sequence[Authorisation]) -> Sequence[Authorisation]:
    """Those of a case, for a clerk who may take them down; none that is about the clerk. NotFound for no such case."""
    found = [row for row in rows if not _is_about(actor, row)]
    if not found or not (_is_near(actor, found[0]) or cases.works_on(found[0].case, actor)):
        raise NotFound()
    return found


def _is_about(actor: Actor, row: Authorisation) -> bool:
    """Whether a clerk is who signs, or whose application it is."""
    return actor.person in (row.applicant, row.operator, row.person_id)


def _is_near(actor: Actor, row: Authorisation) -> bool:
    """The post the service names near the applicant, until the case ends."""
    is_theirs = actor.kind == "staff" and row.taken_by != "" and actor.organisation == row.taken_by
    return is_theirs and actor.may(row.taken_with) and row.state != "lapsed"


def require_reader(actor: Actor, row: Authorisation | None) -> Authorisation:
    """The row, for a clerk who weighs its case, and whom it is not about: whoever decides looks at what was signed."""
    if row is None or _is_about(actor, row):
        raise NotFound()
    if not cases.weighs(row.case, actor):
        raise NotFound()
    return row


def require_system(actor: Actor) -> None:
    """Only the platform does this, on a fact it has checked."""
    if actor.kind != "system":
        raise Forbidden()
