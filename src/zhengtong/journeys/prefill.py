"""Ask departments what they already know of the one who applies, so that nothing known is asked."""

from datetime import datetime

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData, Known
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Form
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity


def prefill(application_id: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """Ask each department the form names, about the actor only, and keep what they say or why they cannot.

    A department that is down stops nothing: the form asks instead. Already answered resources are not asked again.
    """
    forbid_in_transaction("asking departments")
    application = applications.application(application_id, actor=actor)
    version = catalogue.version(application.service_hash)
    for resource in sorted(_resources(forms.form_of(version))):
        if not _has(application, resource):
            known = _ask(version, application.id, resource, actor, at)
            application = applications.keep_known(application.id, known, actor=actor, at=at)
    return application


def _has(application: ApplicationData, resource: str) -> bool:
    known = application.known.get(resource)
    return known is not None and known.state == "answered"


def _ask(version: ServiceVersion, reference: str, resource: str, actor: Actor, at: datetime) -> Known:
    person = identity.person(actor.person)
    try:
        purpose = gateway.purpose(
            resource=resource,
            reference=reference,
            step="prefill",
            operator=actor,
            organisation=version.service.organisation,
            service=version.service.id,
            use="prefill",
            at=at,
        )
        subject = Subject(name=person.name, id_number=person.id_number, person=person.id)
        answer = gateway.ask(purpose, subject, actor=actor, at=at)
    except resources.NotGranted:
        return Known(resource, Text("", ""), "not_granted", {}, at)
    except gateway.NoAnswer as failure:
        return Known(resource, resources.resource(resource).provider.short, failure.state, {}, at)
    state = "answered" if answer.found else "not_found"
    return Known(resource, answer.provider, state, dict(answer.values), answer.received_at)


def _resources(form: Form) -> set[str]:
    """The resources a form knows values or household members from."""
    known = {known.resource for page in form.pages for known in page.known}
    return known | {question.members_of for page in form.pages for question in page.questions if question.members_of}
