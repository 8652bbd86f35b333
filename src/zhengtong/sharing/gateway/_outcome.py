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

LEAST_SECONDS = 1.0
"""However short a connection sets it, a ticket is not asked about more often."""

_GATEWAY = system("gateway")
_MOVED = ["state", "attempts", "failures", "next_at", "answered_at"]
_MOVED += ["ticket", "parts_in", "parts_of", "expected", "expires", "taken_until"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state an attempt led to. `detail` is for engineers and holds no personal data.

    `again_seconds` is when a provider that has taken the question wants to be asked again.
    """

    state: State
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    detail: str = ""
    again_seconds: float = 0

    @property
    def is_answer(self) -> bool:
        return self.state in ("answered", "not_found")

    @property
    def is_taken(self) -> bool:
        return self.state in ("accepted", "overdue")


def save(question: Question, attempt: Attempt | None, outcome: Outcome, *, retry: bool) -> None:
    """Write the outcome, unless it counts no more. `question` is updated in place."""
    at = clock.now()
    with atomic():
        if attempt is not None:
            _end(attempt, outcome)
        kept = Question.objects.select_for_update().get(pk=question.pk)
        if not _counts(kept, question, outcome):
            return
        before = kept.state
        _move(question, attempt, outcome, at, retry=retry)
        if outcome.is_answer:
            _keep(question, outcome, at)
        elif outcome.state == "lapsed":
            _record(_actions.LAPSED, question, at)
        elif outcome.state == "another_person":
            _record(_actions.ANOTHER_PERSON, question, at)
        if outcome.state not in ("accepted", before) and not outcome.is_answer:
            events.announce(ProviderFailing(question.pk, question.reference, outcome.state))


def _counts(kept: Question, question: Question, outcome: Outcome) -> bool:
    """Whether the outcome still matters to the row as it is now.

    Not when it has its answer, nor when another worker has taken it since this one's lease ran out. A question that
    was ended meanwhile takes an answer, and nothing else.
    """
    if kept.answered_at is not None or kept.taken_until != question.taken_until:
        return False
    return kept.state != "ended" or outcome.is_answer


def _end(attempt: Attempt, outcome: Outcome) -> None:
    attempt.ended_at, attempt.outcome, attempt.detail = clock.real_now(), outcome.state, outcome.detail[:300]
    attempt.save(update_fields=["ended_at", "outcome", "detail"])


def _move(question: Question, attempt: Attempt | None, outcome: Outcome, at: datetime, *, retry: bool) -> None:
    question.state, question.taken_until = outcome.state, None
    question.attempts += attempt is not None
    question.failures = 0 if outcome.is_answer or outcome.is_taken else question.failures + 1
    is_due_again = retry and STATES[outcome.state].is_retried
    question.next_at = _next(question, outcome) if is_due_again else None
    question.answered_at = at if outcome.is_answer else None
    question.save(update_fields=_MOVED)


def _next(question: Question, outcome: Outcome) -> datetime:
    now = clock.real_now()
    if outcome.is_taken:
        return now + timedelta(seconds=max(LEAST_SECONDS, outcome.again_seconds))
    return schedule.next_attempt(question.failures, now)


def _keep(question: Question, outcome: Outcome, at: datetime) -> None:
    values = dict(outcome.values)
    kept = {
        "found": outcome.state == "answered",
        "values": values,
        "hash": keys.lookup("sharing.answer", json.dumps(values, sort_keys=True, ensure_ascii=False)),
        "received_at": at,
        "keep_until": at + KEPT,
    }
    ReceivedAnswer.objects.get_or_create(question=question, defaults=kept)
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
