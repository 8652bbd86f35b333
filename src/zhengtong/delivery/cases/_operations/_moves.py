"""The states of a case and the moves between them; every move is one step row."""

from datetime import datetime

from zhengtong.delivery.cases.models import Case, Step
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict
from zhengtong.kernel.text import Text

MOVES = {
    "checking": {"with_person", "in_process", "making", "closed"},
    "in_process": {"making"},
    "with_person": {"making", "closed"},
    "making": {"closed"},
    "closed": set[str](),
}


def move(case: Case, to: str) -> None:
    """Move a case; Conflict when it is no longer where the caller thinks."""
    if to not in MOVES[case.state]:
        raise Conflict()
    case.state = to


def note(case: Case, code: str, text: Text, *, actor: Actor, at: datetime) -> None:
    """Write an entry of the history."""
    by = actor.post if actor.kind == "staff" else ""
    Step.objects.create(case=case, at=at, code=code, text=text.plain(), by=by)
