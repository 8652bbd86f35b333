"""Send an application: a case is opened, its clock set, departments are asked, the receipt is there at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import Limits, NewCase, NewNeed
from zhengtong.journeys import _papers, _process
from zhengtong.journeys._facts import facts_of
from zhengtong.journeys.prefill import is_fresh
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Missing, Party
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import Asked
from zhengtong.offer.workflow import api as workflow
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

CHECKER = system("submit")


class Unfinished(Refusal):
    """Some questions have no answer yet; `missing` names each with its page."""

    code = "unfinished"
    status = 422
    text = Text("还有 {count} 题没填完。", "{count} questions are not answered yet.")

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(count=len(missing))
        self.missing = missing


def submit(application_id: str, *, actor: Actor, at: datetime) -> str:
    """Send the actor's draft; returns the case number, which is the receipt.

    Kept first: nothing here talks to a department. The draft is held while it is sent, so that an edit is either in it
    or refused. Raises Unfinished, AlreadySent, NotFound.
    """
    operator = identity.person(actor.person)
    with atomic():
        application = applications.draft_to_send(application_id, actor=actor)
        return open_case_of(application, operator, actor=actor, at=at)


def open_case_of(
    application: ApplicationData, operator: PersonData, *, request: RequestKey | None = None, actor: Actor, at: datetime
) -> str:
    """Open the case of a draft the caller's transaction holds; `request` is noted with what was sent. As `submit`."""
    version = catalogue.version(application.service_hash)
    facts = facts_of(application, operator, clock.china_date(at))
    _require_finished(version, facts)
    asked = rules.asked_of(version, {**facts, "answers": _answers(version, facts)}, clock.china_date(at))
    parties = _parties(version, asked, facts, operator, actor, at)
    applicant = parties[version.service.subject_question]
    new = _new_case(version, application, applicant, facts, at)
    number = cases.open_case(new, actor=actor, at=at)
    needs = [_ask(version, number, one, parties[one.party], at) for one in asked]
    cases.await_evidence(number, needs, actor=actor, at=at)
    applications.send(application.id, number, applicant.id, request=request, actor=actor, at=at)
    process = workflow.process_of(version)
    if process:
        _process.begin(number, version, process, at=at)
    _papers.request_receipt(version, number, new.limits, facts, applicant, actor=actor, at=at)
    return number


def _require_finished(version: ServiceVersion, facts: Facts) -> None:
    missing = forms.missing(forms.form_of(version), facts)
    if missing:
        raise Unfinished(missing)


def _parties(
    version: ServiceVersion, asked: Sequence[Asked], facts: Facts, operator: PersonData, actor: Actor, at: datetime
) -> dict[str, PersonData]:
    """Everyone the rules or the service speak of, as persons the platform knows from now on."""
    names = dict.fromkeys((version.service.subject_question, *(one.party for one in asked)))
    parties = {}
    for name in names:
        party = forms.party_of(facts, name)
        is_operator = party.id_number == operator.id_number
        parties[name] = operator if is_operator else _met(party, actor, at)
    return parties


def _met(party: Party, actor: Actor, at: datetime) -> PersonData:
    """The person of a number, under the name that was given for this application alone: a stranger's own name is told
    to nobody, a false one sticks to nobody, and the department compares the two."""
    met = identity.meet_person(id_number=party.id_number, actor=actor, at=at)
    return replace(met, name=party.name)


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


def _ask(version: ServiceVersion, number: str, asked: Asked, person: PersonData, at: datetime) -> NewNeed:
    """Put the question for a piece of evidence the rules need; the worker asks it.

    Without a grant in force it is kept all the same: that is between offices, and no reason to turn anybody away.
    """
    service, need = version.service, asked.need
    subject = Subject(name=person.name, id_number=person.id_number, person=person.id)
    wanted = Wanted(
        resource=need.resource,
        fields=tuple(need.fields),
        reference=number,
        step="check",
        organisation=service.organisation,
        service=service.id,
        use="check",
    )
    try:
        purpose = gateway.purpose(wanted, operator=CHECKER, at=at)
    except resources.NotGranted:
        question, basis = gateway.hold(wanted, subject, party=asked.party, actor=CHECKER, at=at), ""
    else:
        question = gateway.request(purpose, subject, party=asked.party, actor=CHECKER, at=at)
        basis = purpose.basis
    return NewNeed(need.id, need.resource, asked.party, person.id, question, basis)
