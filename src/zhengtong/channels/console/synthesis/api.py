"""Invented applications of a service through every step, over legal time."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhengtong.channels.console.synthesis._year import Year
from zhengtong.channels.console.synthesis.data import OnlyInADemo, Report, Wanted

__all__ = ["synthesise"]


def synthesise(wanted: Wanted, home: Path) -> Iterator[Report]:
    """Send and work what is wanted, day by day; a report after each. OnlyInADemo, AnotherRun, NotFound."""
    if not settings.ZHENGTONG_DEMO:
        raise OnlyInADemo()
    return Year(wanted, home).run()
