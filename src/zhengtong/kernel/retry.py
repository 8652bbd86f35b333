"""When to try again: one schedule for everything that goes over a wire."""

from datetime import datetime, timedelta

MANY = 5
"""Attempts in vain after which people are told: about 13 minutes by the schedule."""

_STEPS = (5, 30, 120, 600, 1800, 3600)


def next_attempt(attempts: int, at: datetime) -> datetime:
    """When to try again after `attempts` failed attempts: 5 s, 30 s, 2 min, 10 min, 30 min, then hourly."""
    seconds = _STEPS[min(attempts, len(_STEPS)) - 1] if attempts else 0
    return at + timedelta(seconds=seconds)
