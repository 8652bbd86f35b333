"""How long the one who waits before a page is made to wait for a provider: never in line behind a silent one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock
from typing import cast

from zhengtong.kernel import clock
from zhengtong.sharing.gateway.data import State
from zhengtong.sharing.gateway.models import Attempt

LEFT_ALONE = timedelta(seconds=20)
LONG_WAIT = timedelta(seconds=1)
IN_LINE_SECONDS = 0.3

_line = Lock()


def silence(resource: str) -> State | None:
    """How the provider of a resource failed if it just kept somebody waiting, so that it is left alone for 20 seconds.

    The rows tell, so one process learns of it from another. One that refuses at once costs nobody anything and is
    asked each time. One statement.
    """
    now = clock.real_now()
    # One that ends later than now was written by a clock that ran ahead: it would count for hours.
    recent = Attempt.objects.filter(ended_at__range=(now - LEFT_ALONE, now), question__resource=resource)
    last = recent.order_by("-ended_at").first()
    if last is None or last.ended_at is None or last.outcome not in ("down", "slow"):
        return None
    return cast(State, last.outcome) if last.ended_at - last.sent_at >= LONG_WAIT else None


@contextmanager
def in_line() -> Iterator[bool]:
    """One at a time in this process: whether it is our turn within 0.3 seconds.

    Whoever waits for a provider holds a thread that serves pages; all the others stay free for those.
    """
    is_our_turn = _line.acquire(timeout=IN_LINE_SECONDS)
    try:
        yield is_our_turn
    finally:
        if is_our_turn:
            _line.release()
