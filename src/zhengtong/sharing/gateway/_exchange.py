"""One attempt to get an answer: our log first, then the wire, then what came of it. Never inside a transaction."""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel.identifiers import new_id
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.sharing.gateway import _validate, ports
from zhengtong.sharing.gateway._outcome import Outcome, save
from zhengtong.sharing.gateway._stated import renew
from zhengtong.sharing.gateway._ticket import accepted
from zhengtong.sharing.gateway.data import State
from zhengtong.sharing.gateway.models import Attempt, Question
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import GrantData, ResourceData

_log = logging.getLogger(__name__)

_FAILURES: dict[type[ports.ProviderError], State] = {
    ports.ProviderDown: "down",
    ports.BadSettings: "down",
    ports.ProviderSlow: "slow",
    ports.ProviderGarbled: "garbled",
    ports.ProviderStale: "stale",
    ports.ProviderRefused: "refused",
}


class AnotherPerson(ports.ProviderError):
    """The record is about somebody else than was asked; none of it may be kept."""


@dataclass(frozen=True, slots=True)
class _Permit:
    """What may be asked at this moment, and of what."""

    grant: str
    resource: ResourceData
    fields: tuple[str, ...]


def exchange(question: Question, *, timeout: float, retry: bool) -> Outcome:
    """Ask once and save what came of it. With `retry` a failure sets the next time; without, nobody asks again."""
    forbid_in_transaction("asking a department")
    permit = _permit(question)
    if permit is None:
        outcome = Outcome("lapsed", detail="no grant in force")
        save(question, None, outcome, retry=retry)
        return outcome
    attempt = Attempt.objects.create(question=question, nonce=new_id(), sent_at=clock.real_now())
    outcome = _ask(question, attempt, permit, timeout)
    save(question, attempt, outcome, retry=retry)
    return outcome


def _permit(question: Question) -> _Permit | None:
    """The grant is looked at again before every attempt: days may lie between asking and answering."""
    at = clock.now()
    grant = _grant(question, at) or renew(question, at)
    if grant is None:
        return None
    still_granted = tuple(name for name in question.fields if name in grant.fields)
    return _Permit(grant.id, resources.resource(question.resource_id), still_granted)


def _grant(question: Question, at: datetime) -> GrantData | None:
    """The grant the question rests on, while it and the purpose last."""
    if question.grant_id is None or at >= question.expires:
        return None
    try:
        return resources.grant_in_force(question.grant_id, clock.china_date(at))
    except resources.NotGranted:
        return None


def _ask(question: Question, attempt: Attempt, permit: _Permit, timeout: float) -> Outcome:
    try:
        connection = resources.connection(question.resource_id)
        query = _query(question, attempt, permit, timeout)
        raw = ports.driver(connection.driver).fetch(connection, query)
        if isinstance(raw, ports.Accepted):
            return accepted(question, raw)
        return Outcome("not_found") if raw is None else Outcome("answered", values=_read(question, permit, raw))
    except AnotherPerson:
        return Outcome("another_person", detail="the record is about another person")
    except ports.ProviderError as error:
        return Outcome(_FAILURES[type(error)], detail=str(error))
    except Exception as error:  # noqa: BLE001 -- the worker's edge: one bad connection must not stop the others
        # Neither message nor traceback: they may hold what was asked or answered.
        place = traceback.extract_tb(error.__traceback__)[-1]
        _log.error("%s at %s:%s on question %s", type(error).__name__, place.filename, place.lineno, question.pk)
        return Outcome("down", detail=f"driver failed: {type(error).__name__}")


def _query(question: Question, attempt: Attempt, permit: _Permit, timeout: float) -> ports.Query:
    return ports.Query(
        question=question.pk,
        nonce=attempt.nonce,
        asked_at=attempt.sent_at,
        resource=question.resource_id,
        fields=permit.fields,
        name=question.subject_name,
        id_number=question.subject_number,
        reference=question.reference,
        step=question.step,
        operator=question.operator_name,
        organisation=question.organisation,
        post=question.operator_post,
        service=question.service,
        use=question.use,
        basis_kind=question.basis_kind,
        basis=question.basis,
        grant=permit.grant,
        timeout=timeout,
        ticket=question.ticket,
        authorisation=question.authorisation,
        authorisation_digest=question.authorisation_digest,
    )


def _read(question: Question, permit: _Permit, raw: Mapping[str, object]) -> dict[str, object]:
    """The granted values, once the record is known to be about the person asked for."""
    subject_field = permit.resource.subject_field
    subject = _validate.minimise(permit.resource.fields, [subject_field], raw).get(subject_field)
    if subject != question.subject_number.upper():
        raise AnotherPerson()
    return _validate.minimise(permit.resource.fields, permit.fields, raw)
