"""Several people or a list of things: all of them on a page, one thing a page for each of them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhengtong.channels.portal import _entries as rows
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.data import join_dates
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import AlreadySent, ApplicationData
from zhengtong.journeys.answer_entry import add_member, answer_entry, remove_entry
from zhengtong.journeys.form_facts import form_facts
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Entry, Facts, Form, Page, PageInvalid, Question


@dataclass(frozen=True, slots=True)
class _Asked:
    """A draft, and the question whose entries fill one of its pages."""

    data: ApplicationData
    form: Form
    facts: Facts
    page: Page
    question: Question

    def entry(self, key: str) -> Entry:
        return forms.entry_of(self.question, forms.kept_entry(self.question, key, self.form, self.facts), self.facts)


def _asked(application: str, page: str, actor: Actor) -> _Asked:
    data = applications.application(application, actor=actor)
    if data.sent_at:
        raise AlreadySent()
    form = forms.form_of(catalogue.version(data.service_hash))
    facts = form_facts(data, clock.today())
    question = forms.repeated_on(form, page)
    if question is None or all(page != one.id for one in forms.pages_for(form, facts)):
        raise NotFound()
    return _Asked(data, form, facts, form.page(page), question)


@for_people
def entry(request: HttpRequest, application: str, page: str, key: str, part: str, *, actor: Actor) -> HttpResponse:
    """One page of one of them: shown or saved."""
    asked = _asked(application, page, actor)
    shown = _part(asked.entry(key), part)
    if request.method != "POST":
        return _show(request, asked, key, shown)
    typed = join_dates({name: str(value) for name, value in request.POST.items()})
    autosave = request.headers.get("X-Autosave") == "1"
    try:
        saved = answer_entry(application, page, key, part, typed, actor=actor, at=clock.now())
    except PageInvalid as invalid:
        if autosave:
            return HttpResponse(status=204 if invalid.accepted else 422)
        return _again(request, asked, key, shown, typed, invalid)
    if autosave:
        return HttpResponse(status=204)
    after = forms.entry_of(asked.question, _kept(saved, asked, key), form_facts(saved, clock.today()))
    return HttpResponseRedirect(rows.address_after(application, page, asked.entry(key), after, part))


def _kept(saved: ApplicationData, asked: _Asked, key: str) -> dict[str, object]:
    facts = form_facts(saved, clock.today())
    return dict(forms.kept_entry(asked.question, key, asked.form, facts))


def _part(entry: Entry, part: str) -> Page:
    found = next((one for one in entry.pages if one.id == part), None)
    if found is None:
        raise NotFound()
    return found


def _again(
    request: HttpRequest, asked: _Asked, key: str, shown: Page, typed: dict[str, str], invalid: PageInvalid
) -> HttpResponse:
    """The page with what is wrong; without the complaint where an answer has only just opened the question."""
    before = {question.id for question in shown.questions}
    if not any(problem.field in before for problem in invalid.problems):
        args = [asked.data.id, asked.page.id, key, shown.id]
        return HttpResponseRedirect(reverse("portal.entry", args=args))
    return _show(request, asked, key, shown, typed, invalid)


def _show(
    request: HttpRequest,
    asked: _Asked,
    key: str,
    shown: Page,
    typed: dict[str, str] | None = None,
    invalid: PageInvalid | None = None,
) -> HttpResponse:
    entry = asked.entry(key)
    fields = rows.entry_fields(asked.question, entry, shown, asked.facts, typed, invalid.problems if invalid else ())
    context = {
        "service": catalogue.version(asked.data.service_hash).service,
        "application": asked.data,
        "page": shown,
        "whose": entry.title,
        "back": reverse("portal.page", args=[asked.data.id, asked.page.id]),
        "fields": fields,
    }
    return render(request, "portal/entry.html", context, status=422 if invalid else 200)


@require_POST
@for_people
def add(request: HttpRequest, application: str, page: str, *, actor: Actor) -> HttpResponse:
    """Add somebody the register knows; what it does not know is asked next."""
    key = add_member(application, page, request.POST.get("member", ""), actor=actor, at=clock.now())
    pages = _asked(application, page, actor).entry(key).pages
    return HttpResponseRedirect(reverse("portal.entry", args=[application, page, key, pages[0].id]))


@for_people
def remove(request: HttpRequest, application: str, page: str, key: str, *, actor: Actor) -> HttpResponse:
    """Take one of them out, after asking once."""
    asked = _asked(application, page, actor)
    back = reverse("portal.page", args=[application, page])
    if request.method == "POST":
        remove_entry(application, page, key, actor=actor, at=clock.now())
        return HttpResponseRedirect(back)
    found = next((one for one in forms.entries_of(asked.question, asked.facts) if one.key == key), None)
    if found is None or found.fixed:
        raise NotFound()
    context = {
        "service": catalogue.version(asked.data.service_hash).service,
        "entry": found,
        "along": rows.taken_along(asked.question, key, asked.form, asked.facts),
        "back": back,
    }
    return render(request, "portal/remove.html", context)
