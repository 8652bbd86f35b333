"""A clerk has looked at objections and says so to whoever made them: to one, or to many with the same words."""

from collections.abc import Collection
from datetime import datetime

from zhengtong.delivery.publicity import _actions
from zhengtong.delivery.publicity._operations.objection import TOO_LONG
from zhengtong.delivery.publicity._policy import require_reader
from zhengtong.delivery.publicity.events import AllLookedAt
from zhengtong.delivery.publicity.models import Objection
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import says_something
from zhengtong.trust.audit import api as audit

LONGEST_ANSWER = 500
# desk only
SAY_WHAT = Text("写一句给提意见的人看的话", "Write a sentence for whoever objected")
CHOOSE = Text("选上要回的意见", "Choose the objections to answer")


def answer_objections(case: str, objections: Collection[str], answer: str, *, actor: Actor, at: datetime) -> int:
    """Give each of these objections to a case the same answer; returns how many got it.

    An objection is answered once: those that a colleague answered a moment before keep that answer. NotFound for who is
    no clerk of the case, and where one of them is not of it; Invalid.
    """
    require_reader(case, actor)
    words = answer.strip()
    _require_whole(objections, words)
    with atomic():
        rows = _rows(case, objections)
        waiting = [one for one in rows if one.looked_at is None]
        for row in waiting:
            _answer(row, words, actor, at)
        if waiting and not Objection.objects.filter(posting__case=case, looked_at=None).exists():
            events.announce(AllLookedAt(case))
    return len(waiting)


def _rows(case: str, objections: Collection[str]) -> list[Objection]:
    """The rows, locked in one order, so that two clerks who choose the same ones do not lock each other out."""
    wanted = set(objections)
    rows = Objection.objects.select_for_update(of=("self",)).filter(pk__in=wanted, posting__case=case).order_by("pk")
    found = list(rows.select_related("posting"))
    if len(found) != len(wanted):
        raise NotFound()
    return found


def _answer(row: Objection, words: str, actor: Actor, at: datetime) -> None:
    row.looked_at, row.looked_by, row.answer = at, f"{actor.post} {actor.name}", words
    row.save(update_fields=["looked_at", "looked_by", "answer"])
    detail = {"case": row.posting.case, "objection": row.pk}
    audit.record(actor=actor, at=at, action=_actions.LOOKED, on=("posting", row.posting.pk), detail=detail)


def _require_whole(objections: Collection[str], answer: str) -> None:
    problems = [] if objections else [FieldProblem("objections", "required", CHOOSE)]
    if not says_something(answer):
        problems.append(FieldProblem("answer", "required", SAY_WHAT))
    elif len(answer) > LONGEST_ANSWER:
        problems.append(FieldProblem("answer", "too_long", TOO_LONG.format(most=LONGEST_ANSWER)))
    if problems:
        raise Invalid(problems)
