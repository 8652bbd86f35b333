"""The number of a licence that another authority's system gives: asked for once the case is decided."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel.actor import system
from zhengtong.offer.catalogue.data import ServiceVersion, Upstream
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.trust.identity.data import PersonData

ACTOR = system("upstream")
STEP = "licence"


def ask_number(case: CaseData, version: ServiceVersion, upstream: Upstream, holder: PersonData, at: datetime) -> None:
    """Put the question in the caller's transaction; the worker asks until it is answered.

    The reference is the number of the case, so that who is asked twice gives the same licence. Without a grant in
    force the question is kept all the same: a decided case waits for offices, not the applicant for a paper.
    """
    service, number = version.service, case.summary.number
    wanted = Wanted(
        resource=upstream.resource,
        fields=upstream.fields,
        reference=number,
        step=STEP,
        organisation=service.organisation,
        service=service.id,
        use="check",
    )
    subject = Subject(name=holder.name, id_number=holder.id_number, person=holder.id)
    question, _ = gateway.put(wanted, subject, party="applicant", actor=ACTOR, at=at)
    licences.await_number(number, question, holder.id, actor=ACTOR, at=at)
