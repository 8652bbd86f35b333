"""What people print: the form of a service and the authorisation, blank or filled."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import pdf_response
from zhengtong.delivery.applications import api as applications
from zhengtong.journeys.print_authorisation import blank_authorisation, own_authorisation
from zhengtong.journeys.print_form import blank_form, case_form, draft_form
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.offer.catalogue import api as catalogue


@require_GET
def form(request: HttpRequest, service: str) -> HttpResponse:
    """The blank form of a service."""
    version = catalogue.published(service)
    return pdf_response(blank_form(version), f"{service}-{version.number}.pdf")


@require_GET
def authorisation(request: HttpRequest, service: str) -> HttpResponse:
    """The blank authorisation of a service that wants one."""
    version = catalogue.published(service)
    return pdf_response(blank_authorisation(version), f"{service}-authorisation-{version.number}.pdf")


@require_GET
@for_people
def draft(request: HttpRequest, application: str, *, actor: Actor) -> HttpResponse:
    """The reader's own draft on paper, as far as it is filled."""
    data = applications.application(application, actor=actor)
    return pdf_response(draft_form(data, clock.now()), f"{data.service}.pdf")


@require_GET
@for_people
def case(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """What was sent, on paper."""
    pdf = case_form(number, actor=actor, at=clock.now())
    return pdf_response(pdf, f"form-{number[-16:]}.pdf")


@require_GET
@for_people
def own(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The reader's own authorisation for a case."""
    return pdf_response(own_authorisation(number, actor=actor), f"authorisation-{number[-16:]}.pdf")
