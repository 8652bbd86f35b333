"""How people judged: figures for the public, nothing about anybody."""

from datetime import datetime

from django.db.models import Count, Q

from zhengtong.oversight.ratings.data import BAD, Tally
from zhengtong.oversight.ratings.models import Rating

NEWEST = 100_000


def tally(since: datetime) -> Tally:
    """Ratings given since a moment, of the newest 100,000 there are: one statement, bounded by the primary key."""
    recent = Q(at__gte=since)
    newest = Rating.objects.order_by("-id").values("at", "grade", "answered_at")[:NEWEST]
    bad = Q(grade__in=BAD)
    counts = newest.aggregate(
        count=Count("at", filter=recent),
        good=Count("at", filter=recent & ~bad),
        answered=Count("at", filter=recent & bad & Q(answered_at__isnull=False)),
    )
    return Tally(**counts)
