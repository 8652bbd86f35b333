"""Send an application: a case is opened, its clock set, departments are asked, the receipt is there at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Limits, NewCase, Opening
from zhengtong.journeys import _asking, _papers, _process
from zhengtong.journeys._facts import facts_of
from zhengtong.journeys._tell import tell_applied_for
from zhengtong.journeys.ask_correction import ask_about_disputes
from zhengtong.journeys.prefill import is_fresh
from zhengtong.journeys.signatures import ask_for_signatures
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import APPLICATIONS
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Missing
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Asked
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Process
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData


class Unfinished(Refusal):
    """Some questions have no answer yet; `missing` names each with its page."""

    code = "unfinished"
    status = 422
    text = Text("还有 {count} 题没填完。", "{count} questions are not answered yet.")

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(count=len(missing))
        self.missing = missing


def submit(application_id: str, *, request: RequestKey | None = None, actor: Actor, at: datetime) -> str:
    """Send the actor's draft; returns the case number, which is the receipt.

    `request` is noted with what was sent, for who asks by it later. Kept first: nothing here talks to a department.
    The draft is held while it is sent, so that an edit is either in it or refused. Raises Unfinished, AlreadySent,
    NotFound.
    """
    operator = identity.person(actor.person)
    with atomic():
        application = applications.draft_to_send(application_id, actor=actor)
        return open_case_of(application, operator, request=request, actor=actor, at=at)


def open_case_of(
    application: ApplicationData, operator: PersonData, *, request: RequestKey | None = None, actor: Actor, at: datetime
) -> str:
    """Open the case of a draft the caller's transaction holds; `request` is noted with what was sent. As `submit`.

    TooManyApplications for who has sent enough today.
    """
    counts.spend(APPLICATIONS, actor)
    version = catalogue.version(application.service_hash)
    facts = facts_of(application, operator, clock.china_date(at))
    _require_finished(version, facts)
    process = workflow.process_of(version)
    asked = _asked_now(version, process, facts, at)
    signers = authorisations.signers_of(version, _answers(version, facts), clock.china_date(at))
    names = (version.service.subject_question, *(one.party for one in asked), *signers)
    people = _asking.meet(names, facts, operator, actor=actor, at=at)
    applicant = people[version.service.subject_question]
    new = _new_case(version, application, applicant, facts, at)
    unsigned = {party: people[party] for party in signers}

    def opening(number: str) -> Opening:
        ask_for_signatures(version, number, new, unsigned, actor=actor, at=at)
        needs = _asking.new_needs(version, number, asked, people, at=at)
        title, receipt = _papers.receipt(version, number, new.limits, facts, applicant, unsigned.values(), at=at)
        return Opening(needs, title, receipt)

    number = cases.open_case(new, opening, actor=actor, at=at)
    applications.send(application.id, number, applicant.id, request=request, actor=actor, at=at)
    ask_about_disputes(application, number, version.service.organisation, operator, actor=actor, at=at)
    if process:
        _process.begin(number, version, process, at=at)
    if applicant.id != operator.id:
        tell_applied_for(number, version.service, applicant.id, operator.name, actor=actor, at=at)
    return number


def _asked_now(version: ServiceVersion, process: Process | None, facts: Facts, at: datetime) -> list[Asked]:
    """What is asked when the application is sent: all that no step of the process asks when its turn has come."""
    later = process.needs if process else frozenset()
    seen = {**facts, "answers": _answers(version, facts)}
    return [one for one in rules.asked_of(version, seen, clock.china_date(at)) if one.need.id not in later]


def _require_finished(version: ServiceVersion, facts: Facts) -> None:
    missing = forms.missing(forms.form_of(version), facts)
    if missing:
        raise Unfinished(missing)


def _new_case(
    version: ServiceVersion, application: ApplicationData, applicant: PersonData, facts: Facts, at: datetime
) -> NewCase:
    service = version.service
    legal_days, promised_days = service.limits.legal_days, service.limits.promised_days or 0
    legal, promised = cases.limits(clock.china_date(at), legal_days, promised_days)
    provisional = legal.provisional or promised.provisional
    is_theirs = _is_one_household(version, application, facts, at)
    return NewCase(
        application=application.id,
        item_code=service.implementation_code,
        service=service.id,
        service_hash=version.hash,
        service_name=service.name,
        organisation=service.organisation,
        applicant=applicant.id,
        applicant_name=applicant.name,
        in_household=is_theirs,
        operator=application.operator,
        fields={**_fields(version, application, facts), "region": _home(version, facts, is_theirs)},
        limits=Limits(legal_days, legal.date, promised_days, promised.date, provisional),
    )


def _is_one_household(version: ServiceVersion, application: ApplicationData, facts: Facts, at: datetime) -> bool:
    """Whether people apply for themselves, or for whom a department has told of late to be of their household."""
    name = version.service.subject_question
    kind = forms.party_of(facts, name).kind
    if kind != "member":
        return kind == "self"
    return is_fresh(application, forms.form_of(version).question(name).members_of, at)


def _home(version: ServiceVersion, facts: Facts, is_theirs: bool) -> str:
    """Where the applicant lives; what departments told is about who applies, and holds for their household alone."""
    return forms.home_of(forms.form_of(version), facts if is_theirs else {**facts, "known": {}})


def _fields(version: ServiceVersion, application: ApplicationData, facts: Facts) -> Mapping[str, Any]:
    """What this service's clerks may see: the answers asked for, and what the applicant says is wrong."""
    disputes = [{"resource": d.resource, "field": d.field, "said": d.said} for d in application.disputes]
    return {"answers": _answers(version, facts), "disputes": disputes}


def _answers(version: ServiceVersion, facts: Facts) -> dict[str, Any]:
    return forms.asked_answers(forms.form_of(version), facts)
