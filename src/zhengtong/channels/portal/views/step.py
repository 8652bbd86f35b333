"""A step of a process that is the applicant's: complete what is missing, choose a day, withdraw."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhengtong.channels.portal import _case_rows as rows
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import FILE, current_language, file_response, file_rows, sent_of, step_fields
from zhengtong.channels.ui.data import join_dates
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProofData, StepKey
from zhengtong.journeys.choose_visit import SLOT
from zhengtong.journeys.do_step import do_step
from zhengtong.journeys.send_files import send_files, take_back_file
from zhengtong.journeys.standing import Standing, standing
from zhengtong.journeys.step_page import step_page, typed_before
from zhengtong.journeys.visits import visit_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid, NotFound, Refusal
from zhengtong.offer.workflow.data import StepNotOpen
from zhengtong.office.files.data import FileTooLarge


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tried to do to the step: typed, with what is wrong, or why it was refused."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[FieldProblem] = ()
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        """The HTTP status of the page that says so."""
        return self.refusal.status if self.refusal else 422 if self.problems else 200


@for_people
def step(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """The step, shown or done; one that is over leads back to its case."""
    key = StepKey(step, occurrence)
    if request.method == "POST":
        return _do(request, number, key, actor)
    return _show(request, number, key, actor, Tried())


def _do(request: HttpRequest, number: str, key: StepKey, actor: Actor) -> HttpResponse:
    typed = _typed(request)
    try:
        do_step(number, key, typed, sent_of(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, key, actor, Tried(typed, invalid.problems))
    except FileTooLarge as refusal:
        return _show(request, number, key, actor, Tried(typed, refusal=refusal))
    except (Conflict, StepNotOpen):
        # Done a moment before, in another window: the case says so. Of a time, the page of the visit says which counts.
        booked, chosen = visit_of(number), typed.get(SLOT, "")
        if booked and chosen and chosen != booked.slot.key:
            query = urlencode({"unkept": chosen})
            return HttpResponseRedirect(f"{reverse('portal.visit', args=[number])}?{query}")
        if not chosen:
            return HttpResponseRedirect(f"{reverse('portal.case', args=[number])}?late=1")
    return HttpResponseRedirect(reverse("portal.case", args=[number]))


@require_POST
@for_people
def send(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Keep files for the step, and what is written so far."""
    key, typed = StepKey(step, occurrence), _typed(request)
    try:
        send_files(number, key, typed, sent_of(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, key, actor, Tried(typed, invalid.problems))
    except FileTooLarge as refusal:
        return _show(request, number, key, actor, Tried(typed, refusal=refusal))
    except Conflict:
        pass  # done a moment before, in another window: the page leads to the case
    return HttpResponseRedirect(reverse("portal.step", args=[number, step, occurrence]))


@require_POST
@for_people
def take_back(
    request: HttpRequest, number: str, step: str, occurrence: int, proof: str, *, actor: Actor
) -> HttpResponse:
    """Take a file back, and keep what is written so far."""
    with suppress(Conflict):  # done a moment before: the page leads to the case
        take_back_file(number, StepKey(step, occurrence), _typed(request), proof, actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("portal.step", args=[number, step, occurrence]))


@require_GET
@for_people
def file(request: HttpRequest, number: str, proof: str, *, actor: Actor) -> HttpResponse:
    """A photograph or paper of a step."""
    return file_response(*cases.proof_file(number, proof, actor=actor, at=clock.now()))


def _typed(request: HttpRequest) -> dict[str, str]:
    return join_dates({name: str(value) for name, value in request.POST.items()})


def _show(request: HttpRequest, number: str, key: StepKey, actor: Actor, tried: Tried) -> HttpResponse:
    """The page; a step that waits for the reader says what the clerk before it wrote."""
    data = cases.case(number, actor=actor, at=clock.now())
    where = standing(data, current_language())
    turns = where.turns_of_applicant(whole=data.whole) if where else ()
    turn = next((one for one in turns if one.row.key == key), None)
    if where is None or turn is None:
        return _over(where, key, number)
    page = step_page(data, turn.row, turn.step, actor)
    typed = tried.typed or typed_before(data, turn.row, actor)
    context = {
        "summary": data.summary,
        "title": rows.title_of(data),
        "turn": turn,
        "reason": where.done[-1].reason if where.done and not turn.at_any_time and not page.items else "",
        "mends": where.mends,
        "fields": step_fields(data, turn.step, typed, tried.problems, page),
        "files": _files(number, page.proofs, key),
        "refusal": tried.refusal.message(current_language()) if tried.refusal else "",
    }
    return render(request, "portal/step.html", context, status=tried.status)


def _files(number: str, proofs: Sequence[ProofData], key: StepKey) -> dict[str, list[dict[str, Any]]]:
    """The files that were sent, under the box they were sent from."""
    return {
        purpose + FILE: file_rows(
            [one for one in proofs if one.purpose == purpose],
            lambda proof: reverse("portal.file", args=[number, proof]),
            lambda proof: reverse("portal.take_back", args=[number, key.step, key.occurrence, proof]),
        )
        for purpose in {one.purpose for one in proofs}
    }


def _over(where: Standing | None, key: StepKey, number: str) -> HttpResponse:
    if where and where.is_done(key):
        return HttpResponseRedirect(reverse("portal.case", args=[number]))
    raise NotFound()
