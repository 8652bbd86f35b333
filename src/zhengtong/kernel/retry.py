"""When to try again: one schedule for everything that goes over a wire.

The times are those of the machine's clock, which may have been wrong when a row was written. No row waits longer than
the schedule lets it: what lies further ahead was written by a clock that ran ahead, and is due.
"""

from datetime import datetime, timedelta

from django.db.models import Q

MANY = 5
"""Attempts in vain after which people are told: about 13 minutes by the schedule."""

CLOCKS_DIFFER = timedelta(seconds=10)
"""So far the clocks of two machines of a node may be apart without either being called wrong."""

_STEPS = (5, 30, 120, 600, 1800, 3600)


def next_attempt(attempts: int, at: datetime) -> datetime:
    """When to try again after `attempts` failed attempts: 5 s, 30 s, 2 min, 10 min, 30 min, then hourly."""
    seconds = _STEPS[min(attempts, len(_STEPS)) - 1] if attempts else 0
    return at + timedelta(seconds=seconds)


def due(now: datetime, *, lease: timedelta = timedelta(0), attempts: str = "attempts") -> Q:
    """Rows whose `next_at` has come, and those for which it lies further ahead than a clock that goes right puts it.

    `lease` is how far a worker that takes a row moves it ahead, `attempts` the column of its failed attempts.
    """
    return Q(next_at__lte=now) | ahead(now, lease=lease, attempts=attempts)


def ahead(now: datetime, *, lease: timedelta = timedelta(0), attempts: str = "attempts") -> Q:
    """Rows whose `next_at` lies further ahead than their attempts and a worker's lease explain."""
    found = Q()
    for count, seconds in enumerate((0, *_STEPS)):
        many = {attempts: count} if count < len(_STEPS) else {f"{attempts}__gte": count}
        found |= Q(**many, next_at__gt=now + max(timedelta(seconds=seconds), lease) + CLOCKS_DIFFER)
    return found
