"""What comes by the calendar: changes that take effect, reviews that fall due."""

from datetime import date, datetime, timedelta

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import definition_of
from zhengtong.delivery.benefits._months import add_months, month_of
from zhengtong.delivery.benefits._operations.change import refresh
from zhengtong.delivery.benefits._policy import require_change
from zhengtong.delivery.benefits._refusals import NotPossible
from zhengtong.delivery.benefits.events import ReviewDue, Reviewed
from zhengtong.delivery.benefits.models import Change, Entitlement
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.trust.audit import api as audit

_BATCH = 100
_ACTOR = system("benefits")
_LONGEST_NOTICE = timedelta(days=90)  # `review.days` of benefit.yaml is at most this


def take_effect_due() -> int:
    """Let planned changes whose month has come take effect; returns how many entitlements changed."""
    at = clock.now()
    today = clock.china_date(at)
    due = Change.objects.filter(month__lte=month_of(today), is_applied=False, is_void=False)
    found = sorted(set(due.order_by("pk").values_list("entitlement_id", flat=True)[:_BATCH]))
    for entitlement in found:
        with atomic():
            row = Entitlement.objects.select_for_update().get(pk=entitlement)
            refresh(row, today)
            audit.record(
                actor=_ACTOR, at=at, action=_actions.APPLIED, on=("benefit", row.pk), subjects=(row.person_id,)
            )
    return len(found)


def ask_reviews_due() -> int:
    """Announce the reviews that fall due soon, each once; returns how many."""
    at = clock.now()
    today = clock.china_date(at)
    near = Entitlement.objects.filter(review_asked=False, review_due__lte=today + _LONGEST_NOTICE)
    rows = list(near.exclude(state="stopped").order_by("review_due", "pk")[:_BATCH])
    return sum(_ask_review(row.pk, today, at) for row in rows if _is_time(row, today))


def _is_time(row: Entitlement, today: date) -> bool:
    definition = definition_of(catalogue.version(row.service_hash))
    if definition is None or definition.review is None or row.review_due is None:
        return False
    return row.review_due - timedelta(days=definition.review.days) <= today


def _ask_review(entitlement: str, today: date, at: datetime) -> int:
    with atomic():
        row = Entitlement.objects.select_for_update().get(pk=entitlement)
        if row.review_asked or row.review_due is None:
            return 0
        row.review_asked = True
        row.save(update_fields=["review_asked"])
        audit.record(
            actor=_ACTOR, at=at, action=_actions.REVIEW_ASKED, on=("benefit", row.pk), subjects=(row.person_id,)
        )
        events.announce(ReviewDue(row.pk, row.review_due.isoformat()))
    return 1


def review(entitlement: str, note: str, *, actor: Actor, at: datetime) -> None:
    """Note that a review was done and nothing had to change; the next falls due so many months later.

    What the review does change is recorded by `change`. NotPossible when no review is due.
    """
    with atomic():
        row = require_change(actor, Entitlement.objects.select_for_update().filter(pk=entitlement).first())
        if row.review_due is None or not row.review_asked:
            raise NotPossible()
        row.review_due = add_months(row.review_due, row.review_months)
        row.review_asked = False
        row.save(update_fields=["review_due", "review_asked"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.REVIEWED,
            on=("benefit", row.pk),
            subjects=(row.person_id,),
            reason=note,
        )
        events.announce(Reviewed(row.pk))
