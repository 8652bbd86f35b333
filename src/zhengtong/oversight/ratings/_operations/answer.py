"""Answer a bad rating, once."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import too_little
from zhengtong.oversight.ratings import _actions
from zhengtong.oversight.ratings._operations.rate import data
from zhengtong.oversight.ratings._policy import require_answerer
from zhengtong.oversight.ratings.data import AlreadyAnswered, RatingData
from zhengtong.oversight.ratings.models import Rating
from zhengtong.trust.audit import api as audit

SHORTEST, LONGEST = 10, 1000
# desk only
SAY_WHAT = Text(
    "写明做了什么，至少 {least} 个字，申请人看得到",
    "Say what was done in at least {least} characters; the applicant will read it",
)
# desk only
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


def answer(case: str, words: str, *, actor: Actor, at: datetime) -> RatingData:
    """Keep what was done about a bad rating. NotFound, AlreadyAnswered, Invalid."""
    words = words.strip()
    with atomic():
        row = require_answerer(actor, Rating.objects.select_for_update().filter(case=case).first())
        if row.answered_at is not None:
            raise AlreadyAnswered()
        _check(words)
        row.answer, row.answered_at, row.answered_by = words, at, actor.post
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        audit.record(actor=actor, at=at, action=_actions.ANSWERED, on=("case", case), subjects=(row.person_id,))
    return data(row)


def _check(words: str) -> None:
    if too_little(words, SHORTEST):
        raise Invalid([FieldProblem("answer", "too_short", SAY_WHAT.format(least=SHORTEST))])
    if len(words) > LONGEST:
        raise Invalid([FieldProblem("answer", "too_long", TOO_LONG.format(most=LONGEST, written=len(words)))])
