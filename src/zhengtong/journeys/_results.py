"""From a decision to what the applicant gets in hand: a licence, or the letter that says why not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings

from zhengtong.delivery.cases.data import CaseData, DecisionData
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import LicenceKind
from zhengtong.journeys import _papers
from zhengtong.kernel.actor import Actor
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.rules import api as rules
from zhengtong.trust.identity import api as identity


def request_result(case: CaseData, decision: DecisionData, *, actor: Actor, at: datetime) -> None:
    """Ask for the making of the result, in the transaction of the decision; the worker makes it."""
    # The name the departments answered to: whoever was first to type the number may have typed another.
    applicant = replace(identity.person(case.summary.applicant), name=case.summary.applicant_name)
    if decision.outcome != "approve":
        _papers.request_decision(case, decision, applicant, actor=actor, at=at)
        return
    version = catalogue.version(case.service_hash)
    definition = catalogue.licence_of(version)
    if definition is None:
        _papers.request_decision(case, decision, applicant, actor=actor, at=at)
        return
    licences.request_licence(
        case=case.summary.number,
        service_hash=case.service_hash,
        layout=definition.layout,
        kind=LicenceKind(definition.type_code, definition.name, definition.sensitive, definition.valid_months),
        holder=applicant,
        fields={f.label: _on_licence(decision.values[f.value]) for f in definition.fields},
        issuer=(version.service.organisation, version.service.organisation_name.zh),
        verify_address=settings.ZHENGTONG_PUBLIC_URL + "/verify/",
        actor=actor,
        at=at,
    )


def _on_licence(value: Mapping[str, Any]) -> str:
    """A value as it stands on the holder's own licence: identifiers whole, everything else as people read it."""
    return str(value["value"]) if value["kind"] == "resident_id" else rules.shown(value["kind"], value["value"]).zh
