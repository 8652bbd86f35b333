"""The rows: one a window, which goes on by one statement."""

from django.conf import settings
from django.db import connection

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts.data import DAY, Limit, TooMany
from zhengtong.kernel.counts.models import Count

_ADD = """
INSERT INTO counts_count (what, who, since, times) VALUES (%s, %s, %s, %s)
ON CONFLICT (what, who, since) DO UPDATE SET times = counts_count.times + excluded.times RETURNING times
"""
_KEPT = 2 * DAY
_AT_ONCE = 1000


def now() -> int:
    """Seconds of real time."""
    return int(clock.real_now().timestamp())


def begin_of(window: int) -> int:
    """When the present window began: a full hour, or midnight in China."""
    ahead = int(clock.CHINA.utcoffset(None).total_seconds())
    return (now() + ahead) // window * window - ahead


def add(what: str, who: str, window: int, by: int = 1) -> int:
    """Count; returns how often it was in this window, these among them. One statement, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, (what, who, begin_of(window), by))
        (times,) = cursor.fetchone()
    return int(times)


def most_of(limit: Limit) -> int | None:
    """How often the node's settings let anybody; None without a limit."""
    most: int | None = settings.ZHENGTONG_LIMITS.get(limit.name, limit.most)
    return most


def refusal_of(limit: Limit, most: int) -> TooMany:
    """What is said to who has done enough, until the window ends."""
    return limit.refusal(most=most, wait=begin_of(limit.window) + limit.window - now())


def spend(limit: Limit, actor: Actor, by: int = 1) -> None:
    """Count towards a limit what an account does now; the limit's refusal when it is too much. The platform itself has
    no limits. One statement, in the caller's transaction; none without a limit."""
    most = most_of(limit)
    if actor.kind != "system" and most is not None and add(limit.name, actor.id, limit.window, by) > most:
        raise refusal_of(limit, most)


def forget_old() -> int:
    """Delete rows of windows long over; returns how many. One statement, or two."""
    old = Count.objects.filter(since__lt=now() - _KEPT).order_by("pk").values_list("pk", flat=True)
    if found := list(old[:_AT_ONCE]):
        Count.objects.filter(pk__in=found).delete()
    return len(found)
