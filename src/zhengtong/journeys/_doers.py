"""Whose a step of a process is: an office's post, the applicant's side, or the platform's."""

from typing import Any

from zhengtong.delivery.cases.data import CaseData
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.workflow.data import Lane, Step
from zhengtong.trust.organisations import api as organisations

HANDLE = "cases.handle"


def doer_of(case: CaseData, version: ServiceVersion, step: Step) -> dict[str, Any]:
    """Whose step it is, as `NewProcessStep` names it. What nobody concludes is the platform's; what has no lane is for
    the office of the service."""
    if step.kind == "system" or (step.kind == "evidence" and not step.outcomes and not step.result):
        return {}
    if step.lane and step.lane.who.applicant:
        return {"by_applicant": True}
    organisation, permission = office_of(case, version, step.lane)
    return {"organisation": organisation, "permission": permission}


def office_of(case: CaseData, version: ServiceVersion, lane: Lane | None) -> tuple[str, str]:
    """The office that does a lane, and the permission its posts must carry.

    Where a region has no office with such a post, the office of the service does it: a step that nobody holds would
    wait for ever.
    """
    service, who = version.service.organisation, lane.who if lane else None
    if who is None or who.level is None:
        return service, (who and who.permission) or HANDLE
    office = organisations.office_for(who.permission, _region_of(case, version), who.level)
    return (office.code, who.permission) if office else (service, HANDLE)


def _region_of(case: CaseData, version: ServiceVersion) -> str:
    """Where the applicant lives, as it was known when the application was sent or a department told since; else the
    service's region."""
    return str(case.fields["region"] or version.service.region)
