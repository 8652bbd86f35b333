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


def not_before(case: Case, at: datetime) -> datetime:
    """`at`, or the last moment of the history where the machine's clock has been put back since: what came later is
    never dated earlier. One statement."""
    last = Step.objects.filter(case=case).order_by("-id").values_list("at", flat=True).first()
    return max(at, last or at)


def note(case: Case, code: str, text: Text, *, actor: Actor, at: datetime) -> datetime:
    """Write an entry of the history; when it is dated."""
    moment = not_before(case, at)
    begin_history(case, code, text, actor=actor, at=moment)
    return moment


def begin_history(case: Case, code: str, text: Text, *, actor: Actor, at: datetime) -> None:
    """Write the first entry of a history: nothing came before."""
    by = actor.post if actor.kind == "staff" else ""
    Step.objects.create(case=case, at=at, code=code, text=text.plain(), by=by)
