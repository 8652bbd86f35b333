"""What a department told is said to be wrong: the department is asked to check it, as a duty of a post of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import NeedData
from zhengtong.journeys.look_at import look_to_correct
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.forms import api as forms
from zhengtong.office.duties import api as duties
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import CORRECT, CorrectionState, NewCorrection
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData
from zhengtong.trust.organisations import api as organisations

KIND, ABOUT, HANDLE = "correction", "correction", "cases.handle"
WHY = "请部门核对数据"
SAME = Text("现在的记录就是“{told}”，写上应该改成什么", "The record says “{told}” already; write what it should be")
# desk only
CHECK = Text("{resource}：有人说“{label}”不对，请核对", "{resource}: “{label}” is said to be wrong, please check")


@dataclass(frozen=True, slots=True)
class _Said:
    """One field that is called wrong: what the department told, what it should be, and why."""

    resource: str
    field: str
    told: Any
    claimed: str
    reason: str = ""


def ask_about_disputes(
    application: ApplicationData, number: str, organisation: str, operator: PersonData, *, actor: Actor, at: datetime
) -> None:
    """Ask each department about the values the one who applied has called wrong; they are about that person."""
    for said in application.disputes:
        told = application.known_values().get(said.resource, {}).get(said.field)
        wrong = _Said(said.resource, said.field, told, said.said)
        _ask(_new(wrong, number, organisation, operator), actor=actor, at=at)


def ask_correction(
    number: str, question: str, field: str, claimed: str, reason: str, *, actor: Actor, at: datetime
) -> CorrectionState:
    """A clerk who handles the case says that one field of a department's answer is wrong; looking is on the record.

    NotFound where the case, the answer or the field is not the actor's to see. Invalid names `claimed` or `reason`:
    what the record says already is nothing to correct.
    """
    case = look_to_correct(number, actor=actor, at=at, reason=WHY)
    need = _answer(case.needs, question, field)
    person = identity.person(need.person)
    name = forms.person_named(case.fields["answers"], need.party) or person.name or case.summary.applicant_name
    said = _Said(need.resource, field, (need.values or {})[field], claimed, reason)
    _require_other(said)
    return _ask(_new(said, number, actor.organisation, replace(person, name=name)), actor=actor, at=at)


def ask_about_self(
    number: str, question: str, field: str, claimed: str, *, actor: Actor, at: datetime
) -> CorrectionState:
    """A person says that one field of what a department told about them, for whoever's case, is wrong.

    NotFound where nothing of the kind was told about the actor. Invalid names `claimed`, also where it is the same.
    """
    own = next((one for one in cases.evidence_about(actor) if one.number == number), None)
    if own is None:
        raise NotFound()
    need = _answer(own.needs, question, field)
    said = _Said(need.resource, field, (need.values or {})[field], claimed)
    _require_other(said)
    return _ask(_new(said, number, own.organisation, identity.person(actor.person)), actor=actor, at=at)


def _require_other(said: _Said) -> None:
    told = in_words(said.told)
    if said.claimed.strip() == told:
        raise Invalid([FieldProblem("claimed", "same_as_told", SAME.format(told=told))])


def _answer(needs: tuple[NeedData, ...], question: str, field: str) -> NeedData:
    """The answer to a question, as far as it holds the field and may be read."""
    found = next((one for one in needs if one.question == question and not one.hidden), None)
    if found is None or field not in (found.values or {}):
        raise NotFound()
    return found


def _new(said: _Said, number: str, organisation: str, person: PersonData) -> NewCorrection:
    handler, permission = _handler(resources.resource(said.resource).provider.code, organisation)
    return NewCorrection(
        reference=number,
        organisation=organisation,
        resource=said.resource,
        field=said.field,
        person=person.id,
        name=person.name,
        id_number=person.id_number,
        told=in_words(said.told),
        claimed=said.claimed,
        reason=said.reason,
        handler=handler,
        permission=permission,
    )


def _handler(provider: str, organisation: str) -> tuple[str, str]:
    """The posts of the provider that check its data; without any here, the office that asks writes to them itself."""
    if any(CORRECT in post.permissions for post in organisations.posts_of(provider)):
        return provider, CORRECT
    return organisation, HANDLE


def in_words(value: Any) -> str:
    """A value of a record in plain words: of records, whom they name."""
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    if isinstance(value, Mapping):
        return str(value.get("name", "、".join(str(one) for one in value.values())))
    return "" if value is None else str(value)


def _ask(new: NewCorrection, *, actor: Actor, at: datetime) -> CorrectionState:
    with atomic():
        asked = corrections.open_correction(new, actor=actor, at=at)
        duties.open_duty(
            kind=KIND,
            organisation=asked.handler,
            permission=asked.permission,
            title=CHECK.format(resource=asked.resource_name, label=asked.label),
            about=(ABOUT, asked.id),
            due=asked.due,
            actor=actor,
            at=at,
        )
    return asked
