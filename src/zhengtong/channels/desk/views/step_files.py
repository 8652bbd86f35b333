"""What belongs to a step besides its form: files sent and taken back, and the colleague who was there."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk.views.step import Tried, refused, show, typed_in
from zhengtong.channels.ui.api import file_response, file_rows, sent_of
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.journeys.ask_companion import ask_companion
from zhengtong.journeys.send_files import send_files, take_back_file
from zhengtong.journeys.step_page import COMPANION, written_rows
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Invalid
from zhengtong.office.files.data import FileTooLarge


@require_POST
@for_clerks
def send(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Keep files of a step, and what is written so far."""
    key, typed = StepKey(step, occurrence), typed_in(request)
    try:
        send_files(number, key, typed, sent_of(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return show(request, number, key, actor, Tried(typed, invalid.problems, None, invalid.status))
    except (cases.HeldByAnother, FileTooLarge) as refusal:
        return show(request, number, key, actor, refused(typed, refusal))
    except Conflict:
        pass  # done a moment before: the page leads to the case
    return _back(number, key)


@require_POST
@for_clerks
def take_back(
    request: HttpRequest, number: str, step: str, occurrence: int, proof: str, *, actor: Actor
) -> HttpResponse:
    """Take a file back, and keep what is written so far."""
    key, typed = StepKey(step, occurrence), typed_in(request)
    try:
        take_back_file(number, key, typed, proof, actor=actor, at=clock.now())
    except cases.HeldByAnother as refusal:
        return show(request, number, key, actor, refused(typed, refusal))
    except Conflict:
        pass  # done a moment before: the page leads to the case
    return _back(number, key)


@require_POST
@for_clerks
def ask(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Ask a colleague who was there to confirm what is written."""
    key, typed = StepKey(step, occurrence), typed_in(request)
    try:
        who = typed.get(COMPANION, "")
        ask_companion(number, key, who, typed, sent_of(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return show(request, number, key, actor, Tried(typed, invalid.problems, None, invalid.status))
    except (cases.HeldByAnother, FileTooLarge) as refusal:
        return show(request, number, key, actor, refused(typed, refusal))
    except Conflict:
        pass  # done a moment before: the page leads to the case
    return _back(number, key)


def _back(number: str, key: StepKey) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk.step", args=[number, key.step, key.occurrence]))


@require_GET
@for_clerks
def file(request: HttpRequest, number: str, proof: str, *, actor: Actor) -> HttpResponse:
    """A photograph or paper of a step; the look is on the record."""
    return file_response(*cases.proof_file(number, proof, actor=actor, at=clock.now()))


@for_clerks
def together(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """What a colleague wrote of a step one was at, and the button that says so."""
    key = StepKey(step, occurrence)
    changed = False
    if request.method == "POST":
        try:
            seen = request.POST.get("_seen", "")
            cases.confirm_companion(number, key, seen, actor=actor, at=clock.now())
        except Conflict:
            changed = True
        else:
            return HttpResponseRedirect(reverse("desk.together", args=[number, step, occurrence]))
    asked = cases.asked_of(number, key, actor=actor, at=clock.now())
    context = {
        "actor": actor,
        "asked": asked,
        "written": rows.told_rows(written_rows(asked)),
        "files": file_rows(asked.proofs, lambda proof: reverse("desk.file", args=[number, proof])),
        "changed": changed,
    }
    return render(request, "desk/together.html", context, status=409 if changed else 200)
