"""Ask departments what they already know of the one who applies, so that nothing known is asked."""

from datetime import datetime, timedelta

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData, Known
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity

KEPT = timedelta(days=30)


def prefill(application_id: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """Ask each department the form names, about the actor only, and keep what they say or why they cannot.

    A department that is down stops nothing: the form asks instead. What was answered is not asked again for 30 days.
    """
    forbid_in_transaction("asking departments")
    application = applications.application(application_id, actor=actor)
    version = catalogue.version(application.service_hash)
    for resource, fields in sorted(forms.prefills_of(forms.form_of(version)).items()):
        if not is_fresh(application, resource, at):
            known = _ask(version, application.id, resource, fields, actor, at)
            application = applications.keep_known(application.id, known, actor=actor, at=at)
    return application


def is_fresh(application: ApplicationData, resource: str, at: datetime) -> bool:
    """Whether the department of a resource told something in the last 30 days; people move, marry and die."""
    known = application.known.get(resource)
    return known is not None and known.state == "answered" and at - known.at < KEPT


def _ask(
    version: ServiceVersion, reference: str, resource: str, fields: tuple[str, ...], actor: Actor, at: datetime
) -> Known:
    person = identity.person(actor.person)
    wanted = Wanted(
        resource=resource,
        fields=fields,
        reference=reference,
        step="prefill",
        organisation=version.service.organisation,
        service=version.service.id,
        use="prefill",
    )
    try:
        purpose = gateway.purpose(wanted, operator=actor, at=at)
        subject = Subject(name=person.name, id_number=person.id_number, person=person.id)
        answer = gateway.ask(purpose, subject, actor=actor, at=at)
    except resources.NotGranted:
        return Known(resource, Text("", ""), "not_granted", {}, at)
    except gateway.NoAnswer as failure:
        return Known(resource, resources.resource(resource).provider.short, failure.state, {}, at)
    state = "answered" if answer.found else "not_found"
    return Known(resource, answer.provider, state, dict(answer.values), answer.received_at)
