"""A step of a process that is the applicant's: complete what is missing, choose a day, withdraw."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal import _case_rows as rows
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import current_language, step_fields
from zhengtong.channels.ui.data import join_dates
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.journeys.do_step import do_step
from zhengtong.journeys.standing import Standing, standing
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid, NotFound
from zhengtong.offer.workflow.data import StepNotOpen


@for_people
def step(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """The step, shown or done; one that is over leads back to its case."""
    key = StepKey(step, occurrence)
    if request.method == "POST":
        return _do(request, number, key, actor)
    return _show(request, number, key, actor, {}, ())


def _do(request: HttpRequest, number: str, key: StepKey, actor: Actor) -> HttpResponse:
    typed = join_dates({name: str(value) for name, value in request.POST.items()})
    try:
        do_step(number, key, typed, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, key, actor, typed, invalid.problems)
    except (Conflict, StepNotOpen):
        pass  # done a moment before, in another window: the case says so
    return HttpResponseRedirect(reverse("portal.case", args=[number]))


def _show(
    request: HttpRequest,
    number: str,
    key: StepKey,
    actor: Actor,
    typed: Mapping[str, str],
    problems: Sequence[FieldProblem],
) -> HttpResponse:
    """The page; a step that waits for the reader says what the clerk before it wrote."""
    data = cases.case(number, actor=actor, at=clock.now())
    where = standing(data, current_language())
    turn = next((one for one in where.turns_of_applicant() if one.row.key == key), None) if where else None
    if where is None or turn is None:
        return _over(where, key, number)
    context = {
        "summary": data.summary,
        "title": rows.title_of(data),
        "turn": turn,
        "reason": where.done[-1].reason if where.done and not turn.at_any_time else "",
        "mends": where.mends,
        "fields": step_fields(data, turn.step, typed, problems),
    }
    return render(request, "portal/step.html", context, status=422 if problems else 200)


def _over(where: Standing | None, key: StepKey, number: str) -> HttpResponse:
    if where and where.is_done(key):
        return HttpResponseRedirect(reverse("portal.case", args=[number]))
    raise NotFound()
