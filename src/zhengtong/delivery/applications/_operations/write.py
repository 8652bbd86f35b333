"""Begin, save and discard a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhengtong.delivery.applications import _actions
from zhengtong.delivery.applications._operations._rows import data, draft
from zhengtong.delivery.applications._policy import require_person
from zhengtong.delivery.applications.data import ApplicationData, DraftExists, Known
from zhengtong.delivery.applications.models import Application
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import DRAFTS
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action


def begin(service: str, service_hash: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """The actor's draft for a service: the one they have, or a new one on the given definition.

    TooManyDrafts for who has begun enough today.
    """
    operator = require_person(actor)
    with atomic():
        row, is_new = Application.objects.get_or_create(
            service=service,
            operator_id=operator,
            sent_at=None,
            discarded_at=None,
            defaults={"service_hash": service_hash, "begun_at": at, "saved_at": at},
        )
        if is_new:
            counts.spend(DRAFTS, actor)
            _record(row, _actions.BEGUN, actor, at)
    return data(row)


def begin_filled(
    service: str, service_hash: str, answers: Mapping[str, Any], *, actor: Actor, at: datetime
) -> ApplicationData:
    """A new draft with all its answers. DraftExists when the actor already has a draft of the service."""
    operator = require_person(actor)
    with atomic():
        drafts = Application.objects.filter(operator=operator, service=service, sent_at=None, discarded_at=None)
        draft_id = drafts.values_list("pk", flat=True).first()
        if draft_id:
            raise DraftExists(draft_id)
        row = Application.objects.create(
            service=service,
            service_hash=service_hash,
            operator_id=operator,
            answers=dict(answers),
            begun_at=at,
            saved_at=at,
        )
        _record(row, _actions.BEGUN, actor, at, questions=sorted(answers))
    return data(row)


def save_answers(application: str, answers: Mapping[str, Any], *, actor: Actor, at: datetime) -> ApplicationData:
    """Keep answers of a draft. An answer of None is taken back."""
    with atomic():
        row = draft(application, actor)
        merged = {**row.answers, **answers}
        row.answers = {question: answer for question, answer in merged.items() if answer is not None}
        row.saved_at = at
        row.save(update_fields=["answers", "saved_at"])
        _record(row, _actions.SAVED, actor, at, questions=sorted(answers))
    return data(row)


def save_entry(
    application: str, question: str, key: str, values: Mapping[str, Any], *, actor: Actor, at: datetime
) -> ApplicationData:
    """Keep answers of one entry of a draft, a new one if nobody has its key; what another tab saved is not lost.

    A value of None is taken back.
    """
    with atomic():
        row = draft(application, actor)
        entries: list[Mapping[str, Any]] = list(row.answers.get(question, ()))
        if all(entry["key"] != key for entry in entries):
            entries.append({"key": key})
        merged = [_merged(entry, values) if entry["key"] == key else entry for entry in entries]
        row.answers = {**row.answers, question: merged}
        row.saved_at = at
        row.save(update_fields=["answers", "saved_at"])
        _record(row, _actions.SAVED, actor, at, questions=[question], entry=key)
    return data(row)


def _merged(entry: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**entry, **values}.items() if value is not None}


def remove_entries(
    application: str, gone: Mapping[str, Sequence[str]], *, actor: Actor, at: datetime
) -> ApplicationData:
    """Take entries out of a draft: question → keys. A question without entries is open again."""
    with atomic():
        row = draft(application, actor)
        answers = dict(row.answers)
        for question, keys in gone.items():
            answers[question] = [entry for entry in answers.get(question, ()) if entry["key"] not in keys]
        row.answers = {question: answer for question, answer in answers.items() if answer or question not in gone}
        row.saved_at = at
        row.save(update_fields=["answers", "saved_at"])
        _record(row, _actions.REMOVED, actor, at, removed={question: list(keys) for question, keys in gone.items()})
    return data(row)


def keep_known(application: str, known: Known, *, actor: Actor, at: datetime) -> ApplicationData:
    """Keep what a department told (or that it could not) in a draft."""
    with atomic():
        row = draft(application, actor)
        row.known = {**row.known, known.resource: known.plain()}
        row.save(update_fields=["known"])
        _record(row, _actions.PREFILLED, actor, at, resource=known.resource, state=known.state)
    return data(row)


def dispute(application: str, resource: str, field: str, said: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """Note that the applicant says a known value is wrong; the last word on a field counts."""
    with atomic():
        row = draft(application, actor)
        others = [d for d in row.disputes if (d["resource"], d["field"]) != (resource, field)]
        row.disputes = [*others, {"resource": resource, "field": field, "said": said, "at": at.isoformat()}]
        row.save(update_fields=["disputes"])
        _record(row, _actions.DISPUTED, actor, at, resource=resource, field=field)
    return data(row)


def discard(application: str, *, actor: Actor, at: datetime) -> None:
    """Throw a draft away, on the writer's word: its content is wiped, that it was there is kept."""
    with atomic():
        row = draft(application, actor)
        row.answers, row.known, row.disputes, row.discarded_at = {}, {}, [], at
        row.save(update_fields=["answers", "known", "disputes", "discarded_at"])
        _record(row, _actions.DISCARDED, actor, at)


def _record(row: Application, action: Action, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        actor=actor, at=at, action=action, on=("application", row.pk), subjects=(row.operator_id,), detail=detail
    )
