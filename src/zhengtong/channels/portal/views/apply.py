"""Filling in an application, one thing a page."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal import _kept
from zhengtong.channels.portal._already import already_rows
from zhengtong.channels.portal._entries import entry_rows, left_out, problem_fields, total_row
from zhengtong.channels.portal._known import (
    answer_rows,
    correctable,
    known_rows,
    members_rows,
    start_rows,
    unknown_notices,
)
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import fields_of, time_of_day, with_inner
from zhengtong.channels.ui.data import join_dates
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import AlreadySent, ApplicationData
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.begin import begin
from zhengtong.journeys.form_facts import form_facts
from zhengtong.journeys.submit import Unfinished, submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, Missing, Page, PageInvalid, Question

DRAWN = "_drawn"  # which fields stood on the page; no question's id begins with a line


@for_people
def start(request: HttpRequest, service: str, *, actor: Actor) -> HttpResponse:
    """Before the first page: what will be asked, and the draft that is already there."""
    version = catalogue.published(service)
    draft = next((d for d in applications.drafts_of(actor) if d.service == service), None)
    if request.method != "POST":
        form = forms.form_of(version)
        already = already_rows(actor, service)
        context = {"service": version.service, "form": form, "draft": draft, "already": already, **start_rows(form)}
        return render(request, "portal/start.html", context)
    return HttpResponseRedirect(_next_address(begin(service, actor=actor, at=clock.now())))


@_kept.through_sign_in
@for_people
def page(request: HttpRequest, application: str, page: str, *, actor: Actor) -> HttpResponse:
    """One page of the form: shown, saved, or told that a known value is wrong."""
    data = applications.application(application, actor=actor)
    if data.sent_at:
        return HttpResponseRedirect(reverse("portal.case", args=[data.case]))
    form = forms.form_of(catalogue.version(data.service_hash))
    facts = form_facts(data, clock.today())
    shown = next((p for p in forms.pages_for(form, facts) if p.id == page), None)
    if shown is None:
        raise NotFound()
    if request.method != "POST":
        written = _kept.take(request)
        typed = join_dates(written) if written and DRAWN in written else None
        return _show(request, data, form, shown, facts, typed=typed)
    if request.POST.get("do") == "wrong":
        return _dispute(request, data, shown, actor)
    return _save(request, data, form, shown, facts, actor)


def _save(
    request: HttpRequest, data: ApplicationData, form: Form, shown: Page, facts: Facts, actor: Actor
) -> HttpResponse:
    typed = join_dates(request.POST.dict())
    autosave = _kept.is_autosave(request)
    try:
        saved = answer_page(data.id, shown.id, typed, actor=actor, at=clock.now())
    except PageInvalid as invalid:
        if autosave:  # 422 says that nothing was kept, so that the page does not claim it
            return _saved_by_itself() if invalid.accepted else HttpResponse(status=422)
        return _again(request, data, form, shown, facts, typed, invalid)
    if autosave:
        return _saved_by_itself()
    return HttpResponseRedirect(_address_after(saved, form, shown))


def _again(
    request: HttpRequest,
    data: ApplicationData,
    form: Form,
    shown: Page,
    facts: Facts,
    typed: dict[str, str],
    invalid: PageInvalid,
) -> HttpResponse:
    """The page again: with what is wrong, or with the questions that an answer just given has opened.

    Only what stood on the page can be wrong: what an answer has opened since is asked first.
    """
    drawn = request.POST.getlist(DRAWN)
    is_list = forms.repeated_on(form, shown.id) is not None
    problems = [problem for problem in invalid.problems if is_list or problem.field in drawn]
    if not problems:
        return HttpResponseRedirect(reverse("portal.page", args=[data.id, shown.id]))
    now = {**facts["answers"], **invalid.accepted}
    facts = {**facts, "answers": {question: answer for question, answer in now.items() if answer is not None}}
    return _show(request, data, form, shown, facts, typed=typed, problems=problems)


def _saved_by_itself() -> HttpResponse:
    """204 says that it was kept, and when by the clock of this site."""
    return HttpResponse(status=204, headers={"X-Saved-At": time_of_day(clock.now())})


def _dispute(request: HttpRequest, data: ApplicationData, shown: Page, actor: Actor) -> HttpResponse:
    """A known value is said to be wrong; only values shown on the page can be."""
    name, said = request.POST.get("_wrong", ""), request.POST.get("should_be", "").strip()[:200]
    if name in correctable(shown) and said:
        resource, _, field = name.partition(".")
        applications.dispute(data.id, resource, field, said, actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("portal.page", args=[data.id, shown.id]))


def _show(
    request: HttpRequest,
    data: ApplicationData,
    form: Form,
    shown: Page,
    facts: Facts,
    *,
    typed: dict[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    pages = forms.pages_for(form, facts)
    place = [p.id for p in pages].index(shown.id)
    back = reverse("portal.page", args=[data.id, pages[place - 1].id]) if place else ""
    question = forms.repeated_on(form, shown.id)
    fields = fields_of(shown, facts, typed, problems) if question is None else problem_fields(question, problems)
    context: dict[str, object] = {
        "service": catalogue.version(data.service_hash).service,
        "application": data,
        "page": shown,
        "number": place + 1,
        "count": len(pages),
        "back": back or reverse("portal.guide", args=[data.service]),
        "known": known_rows(shown, facts, data),
        "notices": unknown_notices(shown, data),
        "fields": fields,
        "summary_fields": with_inner(fields),
        "drawn": DRAWN,
        "not_saved": typed is not None and not problems,
    }
    if question:
        context |= _entries(data, form, shown, question, facts)
    template = "portal/entries.html" if question else "portal/page.html"
    return render(request, template, context, status=422 if problems else 200)


def _entries(data: ApplicationData, form: Form, shown: Page, question: Question, facts: Facts) -> dict[str, object]:
    """What the page of several people or things shows beside the rest."""
    assert question.repeat is not None
    rows = entry_rows(data.id, shown, question, facts)
    key = forms.next_key(question, form, facts)
    first = question.repeat.pages[0].id
    return {
        "question": question,
        "one": question.repeat.one,
        "rows": rows,
        "members": forms.members_to_add(question, facts) if question.kind == "people" else (),
        "known": [*known_rows(shown, facts, data), *members_rows(question, facts, data)],
        "total": total_row(question, facts),
        "add": reverse("portal.entry", args=[data.id, shown.id, key, first])
        if len(rows) < question.repeat.most
        else "",
    }


@for_people
def check(request: HttpRequest, application: str, *, actor: Actor) -> HttpResponse:
    """Look once more, then send."""
    data = applications.application(application, actor=actor)
    if data.sent_at:
        return HttpResponseRedirect(reverse("portal.case", args=[data.case]))
    if request.method == "POST":
        return _send(data, actor)
    version = catalogue.version(data.service_hash)
    facts = form_facts(data, clock.today())
    missing = forms.missing(forms.form_of(version), facts)
    if missing:
        return HttpResponseRedirect(_address_of(data, missing[0]))
    return render(request, "portal/check.html", _check_context(version, data, facts))


def _check_context(version: ServiceVersion, data: ApplicationData, facts: Facts) -> dict[str, object]:
    form = forms.form_of(version)
    last = forms.pages_for(form, facts)[-1]
    return {
        "service": version.service,
        "application": data,
        "back": reverse("portal.page", args=[data.id, last.id]),
        "rows": answer_rows(form, facts, data),
        "left_out": left_out(data.id, form, facts),
    }


def _send(data: ApplicationData, actor: Actor) -> HttpResponse:
    try:
        number = submit(data.id, actor=actor, at=clock.now())
    except Unfinished as unfinished:
        return HttpResponseRedirect(_address_of(data, unfinished.missing[0]))
    except AlreadySent:  # a second click: the first one's receipt is the answer
        number = applications.application(data.id, actor=actor).case
    return HttpResponseRedirect(reverse("portal.case", args=[number]) + "?sent=1")


@for_people
def discard(request: HttpRequest, application: str, *, actor: Actor) -> HttpResponse:
    """Throw a draft away, after asking once."""
    data = applications.application(application, actor=actor)
    if data.sent_at:  # what was sent is no draft any more
        return HttpResponseRedirect(reverse("portal.case", args=[data.case]))
    if request.method == "POST":
        applications.discard(application, actor=actor, at=clock.now())
        return HttpResponseRedirect(reverse("portal.start", args=[data.service]))
    service = catalogue.version(data.service_hash).service
    return render(request, "portal/discard.html", {"application": data, "service": service})


def _next_address(data: ApplicationData) -> str:
    """The first page that still misses an answer, or the check page."""
    form = forms.form_of(catalogue.version(data.service_hash))
    missing = forms.missing(form, form_facts(data, clock.today()))
    return _address_of(data, missing[0]) if missing else reverse("portal.check", args=[data.id])


def _address_of(data: ApplicationData, missing: Missing) -> str:
    """Where a missing answer is given."""
    if missing.entry:
        return reverse("portal.entry", args=[data.id, missing.page, missing.entry, missing.part])
    return reverse("portal.page", args=[data.id, missing.page])


def _address_after(data: ApplicationData, form: Form, shown: Page) -> str:
    """The page after this one, or the check page."""
    pages = [p.id for p in forms.pages_for(form, form_facts(data, clock.today()))]
    following = pages[pages.index(shown.id) + 1 :] if shown.id in pages else []
    name, args = ("portal.page", [data.id, following[0]]) if following else ("portal.check", [data.id])
    return reverse(name, args=args)
