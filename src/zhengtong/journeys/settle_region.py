"""A department tells where the person lives whom a case is about: what waits for an office goes to the one near them.

For whom one applies outside one's household nothing is known before the departments are asked for the case. The region
says which office does a step; no page shows it to who applied.
"""

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, StepKey
from zhengtong.delivery.cases.events import EvidenceKept
from zhengtong.journeys._doers import doer_of
from zhengtong.journeys.signatures import take_near
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.workflow import api as workflow

ACTOR = system("settle_region")


def when_answered(event: EvidenceKept) -> None:
    """Settle the region of a case that has none by what is known now of its subject; once it has one, it stays."""
    at = clock.now()
    case = cases.case(event.number, actor=ACTOR, at=at)
    version = catalogue.version(case.service_hash)
    region = "" if case.fields.get("region") else _told_home(case, version)
    if not region:
        return
    with atomic():
        if cases.settle_region(event.number, region, actor=ACTOR, at=at):
            settled = cases.case(event.number, actor=ACTOR, at=at)
            cases.route_steps(event.number, _offices(settled, version), actor=ACTOR, at=at)
            take_near(version, event.number, region, at=at)


def _told_home(case: CaseData, version: ServiceVersion) -> str:
    """Where departments say the subject of a case lives, by the resource and field that tell who applies the same."""
    known: dict[str, dict[str, object]] = {}
    for need in case.needs:
        if need.party == version.service.subject_question and need.values:
            known.setdefault(need.resource, {}).update(need.values)
    return forms.home_of(forms.form_of(version), {"answers": {}, "known": known})


def _offices(case: CaseData, version: ServiceVersion) -> dict[StepKey, tuple[str, str]]:
    """The office of every open step that is for one, and the permission its posts must carry."""
    process = workflow.process_of(version)
    rows = cases.process_steps(case.summary.number) if process else ()
    given = [row.key for row in rows if row.state == "open" and row.organisation]
    doers = {key: doer_of(case, version, process.steps[key.step]) for key in given} if process else {}
    return {key: (doer["organisation"], doer["permission"]) for key, doer in doers.items() if "organisation" in doer}
