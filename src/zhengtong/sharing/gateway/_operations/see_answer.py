"""Looking at an answer: the look is part of the record."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions, _policy
from zhengtong.sharing.gateway._queries import answer_of
from zhengtong.sharing.gateway.data import Answer
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit


def answer(question_id: str, *, actor: Actor, at: datetime) -> Answer:
    """The answer to a question. A look by a human is recorded with the person as subject; the system only computes.

    NotFound when there is no answer, or the actor may not know of the question.
    """
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise NotFound()
    _policy.may_see(question, actor)
    found = answer_of(question_id)
    if actor.kind != "system":
        _record(question, actor, at)
    return found


def _record(question: Question, actor: Actor, at: datetime) -> None:
    with atomic():
        audit.record(
            actor=actor,
            at=at,
            action=_actions.SEEN,
            on=("question", question.pk),
            subjects=[question.person] if question.person else [],
            reason=question.basis,
            detail={"resource": question.resource_id, "reference": question.reference},
        )
