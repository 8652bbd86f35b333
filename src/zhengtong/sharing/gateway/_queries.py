"""Reads of the gateway. Each makes one SQL statement, unless it says otherwise."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db.models import Count, Max

from zhengtong.kernel import retry
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.sharing.gateway._states import text_of
from zhengtong.sharing.gateway.data import Answer, Progress, QuestionData, Silence, State
from zhengtong.sharing.gateway.models import Question, ReceivedAnswer
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import BasisKind, Use


def questions(reference: str) -> tuple[QuestionData, ...]:
    """Every question asked for a case or application, oldest first. Holds nothing about persons.

    Whether the reader may know of the reference is for the context that owns it to say.
    """
    rows = Question.objects.filter(reference=reference).select_related("resource").order_by("pk")
    return tuple(_question(row) for row in rows)


def failing() -> int:
    """How many questions are still asked after many attempts in vain."""
    return Question.objects.filter(next_at__isnull=False, failures__gte=retry.MANY).count()


def silent() -> tuple[Silence, ...]:
    """Who does not answer, those with most questions first. Two statements, and one for each of them."""
    asked = Question.objects.filter(next_at__isnull=False, failures__gt=1, state__in=("down", "slow"))
    counts = dict(asked.values_list("resource").annotate(Count("pk")))
    answers = Question.objects.filter(resource__in=counts).values_list("resource").annotate(Max("answered_at"))
    return tuple(_silence(code, counts[code], last) for code, last in sorted(answers, key=lambda one: -counts[one[0]]))


def _silence(code: str, waiting: int, last_answer: datetime | None) -> Silence:
    resource = resources.resource(code)
    return Silence(resource.provider.name, resource.name, waiting, last_answer)


def answer_of(question_id: str) -> Answer:
    """The kept answer; NotFound when there is none. No look is recorded: for this context alone."""
    row = ReceivedAnswer.objects.filter(pk=question_id).select_related("question__resource").first()
    if row is None:
        raise NotFound()
    provider = row.question.resource.definition["provider"]
    return Answer(
        question=row.pk,
        resource=row.question.resource_id,
        provider_code=provider["code"],
        provider=Text.read(provider["name"]),
        basis=row.question.basis,
        found=row.found,
        values=cast(Mapping[str, object], row.values),
        received_at=row.received_at,
        hash=row.hash,
    )


def _question(row: Question) -> QuestionData:
    definition = row.resource.definition
    provider = definition["provider"]
    progress = _progress(row)
    return QuestionData(
        id=row.pk,
        reference=row.reference,
        resource=row.resource_id,
        resource_name=Text.read(definition["name"]),
        party=row.party,
        provider_code=provider["code"],
        provider=Text.read(provider["name"]),
        state=cast(State, row.state),
        text=text_of(row.state, Text.read(provider["short"]), row.next_at, cast(Use, row.use), progress),
        use=cast(Use, row.use),
        basis_kind=cast(BasisKind, row.basis_kind),
        basis=row.basis,
        attempts=row.attempts,
        asked_at=row.asked_at,
        next_at=row.next_at,
        answered_at=row.answered_at,
        progress=progress,
    )


def _progress(row: Question) -> Progress | None:
    if row.expected is None or row.answered_at is not None:
        return None
    return Progress(row.parts_in, row.parts_of, row.expected)
