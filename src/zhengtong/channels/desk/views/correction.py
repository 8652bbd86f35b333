"""What is said to be wrong: a clerk of a case asks the department, a clerk of the department checks and answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zhengtong.channels.desk._corrections import ask_fields, conclude_fields, lamp_of_check, list_rows, told_rows
from zhengtong.channels.desk._request import for_clerks, for_post
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.ask_correction import WHY, ask_correction
from zhengtong.journeys.conclude_correction import conclude_correction
from zhengtong.journeys.look_at import look_to_correct
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, Refusal
from zhengtong.kernel.text import Text
from zhengtong.sharing.corrections import api
from zhengtong.sharing.corrections.data import AlreadyConcluded
from zhengtong.sharing.resources import api as resources

CHOOSE = Text("选一项", "Choose one")


def checks(actor: Actor) -> bool:
    """Who may be given something to check: posts of departments, and clerks where a department has none here."""
    return api.corrects(actor) or cases.works_desk(actor)


@require_GET
@for_post(checks)
def corrections(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """What the actor's post is to check, most urgent first."""
    return render(request, "desk/corrections.html", {"actor": actor, "rows": list_rows(api.to_check(actor))})


@require_http_methods(["GET", "POST"])
@for_post(checks)
def correction(request: HttpRequest, correction: str, *, actor: Actor) -> HttpResponse:
    """One item to check, and what came of it; opening it is a look, on the record."""
    if request.method == "GET":
        return _show(request, correction, actor)
    outcome, words = request.POST.get("outcome", ""), request.POST.get("words", "")
    try:
        conclude_correction(correction, outcome, words, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, correction, actor, invalid)
    except AlreadyConcluded as late:
        return _show(request, correction, actor, late)
    return HttpResponseRedirect(reverse("desk.correction", args=[correction]))


def _show(request: HttpRequest, correction: str, actor: Actor, refusal: Refusal | None = None) -> HttpResponse:
    """The item; what somebody wrote who came second is shown back to them."""
    found = api.correction(correction, actor=actor, at=clock.now())
    problems = {problem.field: problem.text for problem in refusal.problems} if isinstance(refusal, Invalid) else {}
    words, state = lamp_of_check(found.stands)
    context = {
        "actor": actor,
        "found": found,
        "stands": found.stands,
        "told": told_rows(found),
        "lamp_words": words,
        "lamp_state": state,
        "is_own": bool(actor.person) and actor.person == found.stands.person,
        "fields": conclude_fields(request.POST, problems),
        "too_late": isinstance(refusal, AlreadyConcluded),
        "unkept": request.POST.get("words", "").strip(),
    }
    return render(request, "desk/correction.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@for_clerks
def ask(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Say that an item a department told is wrong; the department is asked to check it."""
    if request.method == "GET":
        return _ask(request, number, actor)
    question, _, field = request.POST.get("which", "").partition(".")
    claimed, reason = request.POST.get("claimed", ""), request.POST.get("reason", "")
    if not field:
        return _ask(request, number, actor, Invalid([FieldProblem("which", "required", CHOOSE)]))
    try:
        ask_correction(number, question, field, claimed, reason, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _ask(request, number, actor, invalid)
    return HttpResponseRedirect(reverse("desk.case", args=[number]))


def _ask(request: HttpRequest, number: str, actor: Actor, invalid: Invalid | None = None) -> HttpResponse:
    data = look_to_correct(number, actor=actor, at=clock.now(), reason=WHY)
    catalogue = {entry.code: entry for entry in resources.resources()}
    problems = {problem.field: problem.text for problem in invalid.problems} if invalid else {}
    context = {"actor": actor, "summary": data.summary, "fields": ask_fields(data, catalogue, request.POST, problems)}
    return render(request, "desk/ask_correction.html", context, status=422 if invalid else 200)
