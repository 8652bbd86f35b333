"""When to try again: one schedule for everything that goes over a wire.

The times are those of the machine's clock, which may have been wrong when a row was written. No row waits longer than
the schedule lets it: what lies further ahead was written by a clock that ran ahead, and is put back. That is looked for
now and then and not by each look for what is due, which would read all that waits for its time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zhengtong.kernel import clock

MANY = 5
"""Attempts in vain after which people are told: about 13 minutes by the schedule."""

CLOCKS_DIFFER = timedelta(seconds=10)
"""So far the clocks of two machines of a node may be apart without either being called wrong."""

LOOK_SECONDS = 10.0
"""How often rows put off by a wrong clock are looked for."""

Ahead = Callable[[datetime], QuerySet[Any]]
_AT_ONCE = 1000
_watched: list[Ahead] = []
_STEPS = (5, 30, 120, 600, 1800, 3600)


def next_attempt(attempts: int, at: datetime) -> datetime:
    """When to try again after `attempts` failed attempts: 5 s, 30 s, 2 min, 10 min, 30 min, then hourly."""
    seconds = _STEPS[min(attempts, len(_STEPS)) - 1] if attempts else 0
    return at + timedelta(seconds=seconds)


def ahead(now: datetime, *, lease: timedelta = timedelta(0), attempts: str = "attempts") -> Q:
    """Rows whose `next_at` lies further ahead than their attempts and a worker's lease explain."""
    found = Q()
    for count, seconds in enumerate((0, *_STEPS)):
        many = {attempts: count} if count < len(_STEPS) else {f"{attempts}__gte": count}
        found |= Q(**many, next_at__gt=now + max(timedelta(seconds=seconds), lease) + CLOCKS_DIFFER)
    return found


def watch(rows: Ahead) -> None:
    """Have `put_back` look at rows with a `next_at`: called with the present time, `rows` gives those a wrong clock put
    off."""
    _watched.append(rows)


def put_back() -> int:
    """Let what a clock that ran ahead has put off be due now; returns how many rows. One statement a kind, mostly."""
    now = clock.real_now()
    return sum(_put_back(rows(now), now) for rows in _watched)


def _put_back(rows: QuerySet[Any], now: datetime) -> int:
    """Read first: where there are none, which is nearly always, nothing is written."""
    found = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    return rows.filter(pk__in=found).update(next_at=now) if found else 0
