"""Who may do what with benefits: the person and their helper, the clerks of the organisation, the platform itself."""

from zhengtong.delivery.benefits._refusals import Own, SamePerson
from zhengtong.delivery.benefits.models import Entitlement, MonthList
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound

HANDLE = "benefits.handle"


def works_roll(actor: Actor) -> bool:
    """Whether the actor's post keeps the roll of its organisation."""
    return actor.kind == "staff" and bool(actor.organisation) and actor.may("benefits.handle")


def require_roll(actor: Actor) -> None:
    """Clerks only; for all others there is no roll."""
    if not works_roll(actor):
        raise NotFound()


def is_party(actor: Actor, row: Entitlement) -> bool:
    """The person, or who applied for them from the same household."""
    return bool(actor.person) and actor.person in (row.person_id, row.helper_id)


def is_clerk(actor: Actor, organisation: str) -> bool:
    return works_roll(actor) and actor.organisation == organisation


def require_read(actor: Actor, row: Entitlement | None) -> Entitlement:
    """The entitlement, or NotFound: whoever may not see it does not learn that it exists."""
    if row and (actor.kind == "system" or is_party(actor, row) or is_clerk(actor, row.organisation_id)):
        return row
    raise NotFound()


def require_party(actor: Actor, row: Entitlement | None) -> Entitlement:
    if row and is_party(actor, row):
        return row
    raise NotFound()


def require_change(actor: Actor, row: Entitlement | None) -> Entitlement:
    """A clerk of the organisation, for anybody's money but their own; or the rules (system)."""
    found = require_read(actor, row)
    if actor.kind == "system":
        return found
    if is_party(actor, found):
        raise Own()
    if not is_clerk(actor, found.organisation_id):
        raise Forbidden()
    return found


def require_list(actor: Actor, row: MonthList | None) -> MonthList:
    if row and (actor.kind == "system" or is_clerk(actor, row.organisation_id)):
        return row
    raise NotFound()


def require_check(actor: Actor, row: MonthList | None) -> MonthList:
    """A clerk: the platform draws lists up, it never says that one is right."""
    found = require_list(actor, row)
    if actor.kind != "staff":
        raise Forbidden()
    return found


def require_confirm(actor: Actor, row: MonthList | None) -> MonthList:
    """A clerk other than those who drew the list up and checked it: two people for every payment."""
    found = require_check(actor, row)
    if actor.id in (found.drafted_by, found.checked_by):
        raise SamePerson()
    return found


def require_system(actor: Actor) -> None:
    if actor.kind != "system":
        raise Forbidden()
