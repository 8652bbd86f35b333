"""A party to the case rates it; a clerk of the organisation answers."""

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.oversight.ratings.data import RatedCase
from zhengtong.oversight.ratings.models import Rating

HANDLE = "cases.handle"


def require_party(actor: Actor, case: RatedCase) -> None:
    """The applicant or who applied for them; to others the case does not exist."""
    if not actor.person or actor.person not in (case.applicant, case.operator):
        raise NotFound()


def require_answerer(actor: Actor, rating: Rating | None) -> Rating:
    """A clerk of the judged organisation who did not give the rating; to others it does not exist."""
    is_clerk = rating is not None and actor.organisation == rating.organisation_id and actor.may(HANDLE)
    if rating is None or not is_clerk or actor.person == rating.person_id:
        raise NotFound()
    return rating
