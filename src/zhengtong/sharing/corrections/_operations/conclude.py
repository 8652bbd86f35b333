"""Say what came of checking a datum, once."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.corrections import _actions, _policy
from zhengtong.sharing.corrections._queries import state_of
from zhengtong.sharing.corrections.data import AlreadyConcluded, CorrectionState
from zhengtong.sharing.corrections.events import CorrectionConcluded
from zhengtong.sharing.corrections.models import Correction
from zhengtong.trust.audit import api as audit

OUTCOMES = ("corrected", "upheld")
SHORTEST, LONGEST = 5, 500
# desk only
CHOOSE = Text("选一项：改过来了，还是记录没有错", "Choose: corrected, or right as it stands")
# desk only
SAY_WHY = Text(
    "写明为什么没有错，至少 {least} 个字，本人看得到",
    "Say in at least {least} characters why it is right; the person reads it",
)
# desk only
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


def conclude(correction_id: str, outcome: str, words: str, *, actor: Actor, at: datetime) -> CorrectionState:
    """Note that the source has corrected its record, or why it is right as it stands.

    NotFound for all but the post it was given to, Forbidden about one's own data, AlreadyConcluded; Invalid names
    `outcome` or `words`. Announces CorrectionConcluded.
    """
    words = words.strip()
    with atomic():
        found = Correction.objects.select_for_update(of=("self",)).select_related("resource")
        row = _policy.require_handler(actor, found.filter(pk=correction_id).first())
        _policy.require_impartial(actor, row)
        if row.state != "open":
            raise AlreadyConcluded()
        _check(outcome, words)
        row.state, row.words, row.concluded_at, row.concluded_by = outcome, words, at, actor.post
        row.save(update_fields=["state", "words", "concluded_at", "concluded_by"])
        audit.record(
            actor=actor,
            at=at,
            action=_actions.CONCLUDED,
            on=("correction", row.pk),
            subjects=(row.person_id,),
            detail={"state": outcome, "reference": row.reference},
        )
        events.announce(CorrectionConcluded(row.pk, row.reference, outcome))
    return state_of(row)


def _check(outcome: str, words: str) -> None:
    problems = []
    if outcome not in OUTCOMES:
        problems.append(FieldProblem("outcome", "required", CHOOSE))
    if outcome == "upheld" and len(words) < SHORTEST:
        problems.append(FieldProblem("words", "too_short", SAY_WHY.format(least=SHORTEST)))
    if len(words) > LONGEST:
        problems.append(FieldProblem("words", "too_long", TOO_LONG.format(most=LONGEST, written=len(words))))
    if problems:
        raise Invalid(problems)
