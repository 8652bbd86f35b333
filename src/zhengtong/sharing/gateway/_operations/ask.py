"""Asking: at once for prefill, or by a question that is kept until it is answered."""

from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic, forbid_in_transaction
from zhengtong.sharing.gateway import _policy
from zhengtong.sharing.gateway._exchange import exchange
from zhengtong.sharing.gateway._operations.hold import hold
from zhengtong.sharing.gateway._operations.purpose import check_purpose
from zhengtong.sharing.gateway._operations.purpose import purpose as state_purpose
from zhengtong.sharing.gateway._patience import in_line, silence
from zhengtong.sharing.gateway._queries import answer_of
from zhengtong.sharing.gateway._stated import record_asked
from zhengtong.sharing.gateway.data import Answer, Authorisation, Purpose, State, Subject, Wanted
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources

PREFILL_SECONDS = 3.0


def ask(purpose: Purpose, subject: Subject, *, actor: Actor, at: datetime) -> Answer:
    """Ask now and wait at most 3 s; `found` is False when the provider knows no such person.

    NoAnswer names the failure (nobody asks again: the person fills in by hand); at once where the provider has just
    kept somebody waiting, or somebody else of this process waits for one. NotGranted, PurposeExpired,
    ForgedPurpose, Forbidden, NotAuthorised when it may not be asked. Refuses to run inside a transaction.
    """
    forbid_in_transaction("asking a department")
    _policy.may_ask_unsigned(purpose, None)
    with in_line() as is_our_turn:
        silent = silence(purpose.resource) if is_our_turn else "slow"
        if silent:
            raise _no_answer(silent, purpose)
        check_purpose(purpose, at)
        question = _open(purpose, subject, party="", next_at=None, actor=actor, at=at)
        outcome = exchange(question, timeout=PREFILL_SECONDS, retry=False)
    if not outcome.is_answer:
        raise _no_answer(outcome.state, purpose)
    return answer_of(question.pk)


def _no_answer(state: State, purpose: Purpose) -> _policy.NoAnswer:
    return _policy.NoAnswer(state, resources.resource(purpose.resource).provider.short)


def request(
    purpose: Purpose,
    subject: Subject,
    *,
    party: str,
    actor: Actor,
    at: datetime,
    authorisation: Authorisation | None = None,
) -> str:
    """Write a question into the caller's transaction and return its id; the worker asks until it is answered.

    `party` is the caller's key of the person within the reference (`applicant`, `member-2`). `authorisation` is the
    paper the person signed: NotAuthorised without it where the grant rests on one. Other refusals as of `ask`.
    """
    _policy.may_ask_unsigned(purpose, authorisation)
    check_purpose(purpose, at)
    due = clock.real_now()
    return _open(purpose, subject, party=party, next_at=due, actor=actor, at=at, signed=authorisation).pk


def put(
    wanted: Wanted,
    subject: Subject,
    *,
    party: str,
    actor: Actor,
    at: datetime,
    authorisation: Authorisation | None = None,
) -> tuple[str, str]:
    """State the purpose of what is wanted and write the question, in the caller's transaction; its id and its basis.

    Without a grant in force, or a signature that it wants, the question is kept all the same and has no basis yet:
    that is between offices, and no reason to turn anybody away. Forbidden to all but the system.
    """
    _policy.may_hold(actor)
    try:
        purpose = state_purpose(wanted, operator=actor, at=at)
        _policy.may_ask_unsigned(purpose, authorisation)
    except (resources.NotGranted, _policy.NotAuthorised):
        return hold(wanted, subject, party=party, authorisation=authorisation, actor=actor, at=at), ""
    due = clock.real_now()
    question = _open(purpose, subject, party=party, next_at=due, actor=actor, at=at, signed=authorisation)
    return question.pk, purpose.basis


def _open(
    purpose: Purpose,
    subject: Subject,
    *,
    party: str,
    next_at: datetime | None,
    actor: Actor,
    at: datetime,
    signed: Authorisation | None = None,
) -> Question:
    """`purpose` was stated or checked at this moment."""
    _policy.may_ask(purpose, subject, actor)
    with atomic():
        question = Question.objects.create(
            reference=purpose.reference,
            step=purpose.step,
            party=party,
            resource_id=purpose.resource,
            grant_id=purpose.grant,
            organisation=purpose.organisation,
            service=purpose.service,
            use=purpose.use,
            basis_kind=purpose.basis_kind,
            basis=purpose.basis,
            fields=list(purpose.fields),
            expires=purpose.expires,
            operator_id=actor.id,
            operator_name=actor.name,
            operator_post=actor.post,
            subject_name=subject.name,
            subject_number=subject.id_number,
            person=subject.person,
            authorisation=signed.number if signed else "",
            authorisation_digest=signed.digest if signed else "",
            asked_at=at,
            next_at=next_at,
        )
        record_asked(question, actor, at)
    return question
