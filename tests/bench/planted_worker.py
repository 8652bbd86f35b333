"""A worker with a handler that is not idempotent: what it did is noted in a second transaction, and it looks at nothing
before it does it again.

It is killed between the two, once. For the tests of `bench/torture.py` only, which must find it.
"""

import os
import signal
from pathlib import Path
from typing import Any

_TELLS_PEOPLE = ("journeys.deliver_licence", "journeys.deliver_decision")


def _try(row: Any, handler: Any, *, is_last: bool) -> str:
    from django.db import transaction

    from zhengtong.kernel.events.api import class_of
    from zhengtong.kernel.events.models import Delivery, OutboxEvent
    from zhengtong.office.notices.models import Notice

    told = Notice.objects.count()
    with transaction.atomic():
        handler.handle(class_of(row.name)(**row.payload))
    if handler.name in _TELLS_PEOPLE and Notice.objects.count() > told:
        _die_once()
    Delivery.objects.get_or_create(event=row, handler=handler.name)
    OutboxEvent.objects.filter(pk=row.pk, done=False).update(done=is_last)
    return ""


def _tell(case: Any, subject: Any, body: Any, at: Any) -> None:
    """Without the look whether they were told."""
    from zhengtong.delivery.cases import api as cases
    from zhengtong.journeys.deliver_result import ACTOR, tell_parties
    from zhengtong.kernel.transactions import atomic

    with atomic():
        if case.summary.state == "making":
            cases.close(case.summary.number, actor=ACTOR, at=at)
        tell_parties(case, subject, body, actor=ACTOR, at=at)


def _die_once() -> None:
    mark = Path(os.environ["ZHENGTONG_HOME"]) / "died"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    import django

    django.setup()
    from zhengtong.config import console
    from zhengtong.journeys import deliver_result
    from zhengtong.kernel.events import api

    api._try, deliver_result._deliver = _try, _tell
    console.main()


if __name__ == "__main__":
    main()
