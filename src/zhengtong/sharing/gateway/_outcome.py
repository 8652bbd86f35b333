"""What came of an attempt, saved in one transaction with its audit row and its event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from zhengtong.kernel import clock
from zhengtong.kernel import retry as schedule
from zhengtong.kernel.actor import system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions
from zhengtong.sharing.gateway._states import STATES
from zhengtong.sharing.gateway.data import State
from zhengtong.sharing.gateway.events import AnswerReceived, ProviderFailing
from zhengtong.sharing.gateway.models import Attempt, Question, ReceivedAnswer
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action
from zhengtong.trust.keys import api as keys

KEPT = timedelta(days=3 * 366)
"""Records of use are kept at least three years: 政务数据共享条例 art. 29."""

_GATEWAY = system("gateway")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state an attempt led to. `detail` is for engineers and holds no personal data."""

    state: State
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    detail: str = ""

    @property
    def is_answer(self) -> bool:
        return self.state in ("answered", "not_found")


def save(question: Question, attempt: Attempt | None, outcome: Outcome, *, retry: bool) -> None:
    """Write the outcome. `question` is updated in place."""
    at, before = clock.now(), question.state
    with atomic():
        if attempt is not None:
            _end(attempt, outcome)
        _move(question, outcome, at, retry=retry)
        if outcome.is_answer:
            _keep(question, outcome, at)
        elif outcome.state == "another_person":
            _record(_actions.ANOTHER_PERSON, question, at)
        if not outcome.is_answer and outcome.state != before:
            events.announce(ProviderFailing(question.pk, question.reference, outcome.state))


def _end(attempt: Attempt, outcome: Outcome) -> None:
    attempt.ended_at, attempt.outcome, attempt.detail = clock.real_now(), outcome.state, outcome.detail[:300]
    attempt.save(update_fields=["ended_at", "outcome", "detail"])


def _move(question: Question, outcome: Outcome, at: datetime, *, retry: bool) -> None:
    question.state = outcome.state
    question.attempts += 1
    is_due_again = retry and STATES[outcome.state].is_retried
    question.next_at = schedule.next_attempt(question.attempts, clock.real_now()) if is_due_again else None
    question.answered_at = at if outcome.is_answer else None
    question.save(update_fields=["state", "attempts", "next_at", "answered_at"])


def _keep(question: Question, outcome: Outcome, at: datetime) -> None:
    values = dict(outcome.values)
    ReceivedAnswer.objects.create(
        question=question,
        found=outcome.state == "answered",
        values=values,
        hash=keys.lookup("sharing.answer", json.dumps(values, sort_keys=True, ensure_ascii=False)),
        received_at=at,
        keep_until=at + KEPT,
    )
    _record(_actions.ANSWERED, question, at)
    events.announce(AnswerReceived(question.pk, question.reference, question.resource_id))


def _record(action: Action, question: Question, at: datetime) -> None:
    audit.record(
        actor=_GATEWAY,
        at=at,
        action=action,
        on=("question", question.pk),
        subjects=[question.person] if question.person else [],
        detail={"resource": question.resource_id, "reference": question.reference, "state": question.state},
    )
