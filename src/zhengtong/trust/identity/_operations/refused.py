"""What the log says about tries that were refused: who, what was asked, when; a flood of them by its size alone."""

import hashlib
import json
from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import HOUR
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _actions
from zhengtong.trust.identity.data import Asked

_COUNTED = "refused"
_EACH = 200
"""So many tries of one account in an hour are told apart by what was asked; those beyond count together."""


def refused(asked: Asked, *, actor: Actor, at: datetime) -> None:
    """Somebody who is signed in was refused a look or an act.

    A row for the first try at a thing in an hour, and for the 10th, 100th, 1000th; `times` says which. Beyond two
    hundred tries of an account in the hour, at whatever things, likewise by their sum. Counted in real time.
    """
    with atomic():
        tries = counts.add(_COUNTED, actor.id, HOUR)
        times = tries if tries > _EACH else counts.add(_COUNTED, f"{actor.id} {_mark(asked)}", HOUR)
        if _is_round(times):
            detail = {"how": asked.how, "of": dict(asked.of), "status": asked.status, "times": times, "tries": tries}
            audit.record(actor=actor, at=at, action=_actions.REFUSED, on=("address", asked.address), detail=detail)


def _mark(asked: Asked) -> str:
    """What was asked, in few characters."""
    said = json.dumps([asked.how, asked.address, sorted(asked.of.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _is_round(times: int) -> bool:
    """1, 10, 100, 1000 …"""
    return str(times).strip("0") == "1"
