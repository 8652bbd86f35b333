"""From a decision to what the applicant gets in hand: a licence, or the letter that says why not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings

from zhengtong.delivery.cases.data import CaseData, DecisionData
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import GivenNumber, LicenceKind
from zhengtong.journeys import _papers, _upstream
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import LicenceDefinition, ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

NUMBER, GIVEN_BY = Text("证号", "Number"), Text("证号由谁给", "Number given by")


def request_result(case: CaseData, decision: DecisionData, *, actor: Actor, at: datetime) -> None:
    """Ask for the making of the result, in the transaction of the decision; the worker makes it.

    Where a step has asked for the decision in writing already, no second letter is made.
    """
    applicant = _applicant(case)
    version = catalogue.version(case.service_hash)
    definition = catalogue.licence_of(version)
    if decision.outcome != "approve" or definition is None:
        if not any(catalogue.decides(version, paper.kind) for paper in case.papers):
            _papers.request_decision(case, decision, applicant, actor=actor, at=at)
        return
    if definition.upstream:
        _upstream.ask_number(case, version, definition.upstream, applicant, at)
        return
    _request(case, decision, version, definition, applicant, None, actor, at)


def request_given(case: CaseData, given: GivenNumber, *, actor: Actor, at: datetime) -> None:
    """Ask for the making of a licence whose number another authority gave, in the caller's transaction.

    CodeError or NumberInUse when the number cannot stand on it.
    """
    version = catalogue.version(case.service_hash)
    definition = catalogue.licence_of(version)
    if definition is None or case.decision is None:
        raise ValueError(f"{case.summary.number} gives no licence")
    _request(case, case.decision, version, definition, _applicant(case), given, actor, at)


def _request(
    case: CaseData,
    decision: DecisionData,
    version: ServiceVersion,
    definition: LicenceDefinition,
    holder: PersonData,
    given: GivenNumber | None,
    actor: Actor,
    at: datetime,
) -> None:
    licences.request_licence(
        case=case.summary.number,
        service_hash=case.service_hash,
        layout=definition.layout,
        kind=LicenceKind(definition.type_code, definition.name, definition.sensitive, definition.valid_months),
        holder=holder,
        fields={**_numbered(given), **_fields(decision, definition)},
        issuer=(version.service.organisation, version.service.organisation_name.zh),
        verify_address=settings.ZHENGTONG_PUBLIC_URL + "/verify/",
        given=given,
        actor=actor,
        at=at,
    )


def _numbered(given: GivenNumber | None) -> dict[Text, str]:
    """The number and whose it is, first of all that stands on the licence."""
    return {NUMBER: given.number, GIVEN_BY: given.by.zh} if given else {}


def _fields(decision: DecisionData, definition: LicenceDefinition) -> dict[Text, str]:
    """What the folder puts on the licence; a value the rules could not work out is left out, never made up."""
    known = (field for field in definition.fields if field.value in decision.values)
    return {field.label: _on_licence(decision.values[field.value]) for field in known}


def _applicant(case: CaseData) -> PersonData:
    """Under the name the departments answered to: whoever was first to type the number may have typed another."""
    return replace(identity.person(case.summary.applicant), name=case.summary.applicant_name)


def _on_licence(value: Mapping[str, Any]) -> str:
    """A value as it stands on the holder's own licence: identifiers whole, everything else as people read it."""
    return str(value["value"]) if value["kind"] == "resident_id" else rules.shown(value["kind"], value["value"]).zh
