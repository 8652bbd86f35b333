"""Who may see and decide a case: its applicant, who applied for them, and the organisation's clerks."""

from zhengtong.delivery.cases.data import CaseSummary, NewCase
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound

HANDLE = "cases.handle"


def is_party(actor: Actor, case: Case) -> bool:
    """The applicant, or the person who applied for them."""
    return bool(actor.person) and actor.person in (case.applicant_id, case.operator_id)


def is_clerk(actor: Actor, case: Case) -> bool:
    """Staff whose post handles cases of the case's organisation."""
    return works_desk(actor) and actor.organisation == case.organisation_id


def sees_whole(actor: Actor, case: Case) -> bool:
    """Everyone who may read a case sees it whole, but for who applied for somebody outside their household."""
    return case.in_household or actor.person != case.operator_id or actor.person == case.applicant_id


def require_open(actor: Actor, new: NewCase) -> None:
    """Only the person who applies opens a case, for themselves or for the applicant they name."""
    if not actor.person or actor.person != new.operator:
        raise Forbidden()


def leaves_trace(actor: Actor, case: Case) -> bool:
    """Whether a look is recorded: not the platform's, nor a party's own; staff leave one at their own case too."""
    return actor.kind == "staff" or (actor.kind != "system" and not is_party(actor, case))


def require_party(actor: Actor, case: Case | None) -> Case:
    """The case, for its parties only."""
    if case and is_party(actor, case):
        return case
    raise NotFound()


def require_read(actor: Actor, case: Case | None) -> Case:
    """The case, or NotFound: whoever may not see it does not learn that it exists."""
    if case and (actor.kind == "system" or is_party(actor, case) or is_clerk(actor, case)):
        return case
    raise NotFound()


def require_decide(actor: Actor, case: Case | None) -> Case:
    """The case, if the actor may decide it: the rules (system) or a clerk, who must not be a party to it."""
    found = require_read(actor, case)
    if actor.kind == "system" or (is_clerk(actor, found) and not is_party(actor, found)):
        return found
    raise Forbidden()


def works_desk(actor: Actor) -> bool:
    """Whether the actor's post handles cases of its organisation."""
    return actor.kind == "staff" and bool(actor.organisation) and actor.may(HANDLE)


def require_desk(actor: Actor) -> None:
    """Clerks only; for all others there is no desk."""
    if not works_desk(actor):
        raise NotFound()


def is_own(actor: Actor, case: CaseSummary) -> bool:
    """Whether a clerk is a party to a case, and so may not decide it."""
    return bool(actor.person) and actor.person in (case.applicant, case.operator)


def require_system(actor: Actor) -> None:
    """Only the platform itself does this, on a fact it has checked."""
    if actor.kind != "system":
        raise Forbidden()
