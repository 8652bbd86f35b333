"""Where somebody in office begins."""

from django.urls import reverse

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel.actor import Actor
from zhengtong.offer.search import api as search
from zhengtong.sharing.corrections import api as corrections

_PAGES = (
    (cases.works_desk, "desk.queue"),
    (benefits.works_roll, "desk.benefits"),
    (corrections.corrects, "desk.corrections"),
    (search.sees_to_gaps, "desk.gaps"),
)


def first_page(actor: Actor) -> str:
    """The address of the first page a post has; of a post that has none, the account, which says so."""
    return reverse(next((name for may, name in _PAGES if may(actor)), "mfa_index"))
