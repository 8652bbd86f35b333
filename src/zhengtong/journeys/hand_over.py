"""Who holds a step gives it to a colleague by name, or back to the post for whoever is free."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, Holder, ProcessStepData, StepKey
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.kernel.visible import says_something
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import StaffData

TO, WORD = "to", "why"
LONGEST_WORD = 200
WHY = "转给同事"
# desk only
NOT_THERE = Text(
    "这位同事现在办不了这一步，另选一位，或者放回岗位", "They cannot do this step now; choose another, or nobody"
)
# desk only
TOO_LONG = Text("最多 {most} 个字，您写了 {length} 个", "At most {most} characters; you wrote {length}")


def hand_over(number: str, key: StepKey, to: str, word: str, *, actor: Actor, at: datetime) -> None:
    """Give a step to the account `to`, or to the post where that is empty, with a word to whoever goes on.

    Invalid names TO where they cannot do the step, WORD where it is too long; Conflict for who does not hold it; the
    refusals of `cases.own_step`.
    """
    row = cases.own_step(number, key, actor=actor)
    if row.held_by != actor.id:
        raise Conflict()
    word = word if says_something(word) else ""
    if len(word) > LONGEST_WORD:
        told = TOO_LONG.format(most=LONGEST_WORD, length=len(word))
        raise Invalid([FieldProblem(WORD, "too_long", told)])
    holder = _chosen(cases.case(number, actor=actor, at=at, reason=WHY), row, to, actor) if to else None
    cases.hand_over_step(number, key, word, holder, actor=actor, at=at)


def takers(case: CaseData, row: ProcessStepData, actor: Actor) -> tuple[StaffData, ...]:
    """The colleagues who can do a step in the actor's place: of its post, no party to the case and nobody it asks
    about. One statement."""
    parties = {case.summary.applicant, case.summary.operator, *(need.person for need in case.needs if need.person)}
    found = (
        one
        for one in identity.staff_of({row.organisation})
        if row.permission in one.permissions and one.person not in parties
    )
    return tuple({one.account: one for one in found if one.account != actor.id}.values())


def _chosen(case: CaseData, row: ProcessStepData, to: str, actor: Actor) -> Holder:
    for one in takers(case, row, actor):
        if one.account == to:
            return Holder(one.account, one.name)
    raise Invalid([FieldProblem(TO, "unknown", NOT_THERE)])
