"""The visit of a case: when the office comes, and another time until the day before, or when nobody came."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal import _case_rows as rows
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import slot_field
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData
from zhengtong.journeys.choose_visit import SLOT, may_move, move_visit, read_slot, slots_of
from zhengtong.journeys.visits import visit_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.office.appointments.data import Slot, TooLateToMove, Visit


@for_people
def visit(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The visit that is booked, shown or moved."""
    if request.method != "POST":
        return _show(request, number, actor, request.GET.get("unkept", ""), ())
    typed = {SLOT: request.POST.get(SLOT, "")}
    try:
        move_visit(number, typed, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, actor, typed[SLOT], invalid.problems)
    except TooLateToMove:
        return _show(request, number, actor, "", ())
    return HttpResponseRedirect(reverse("portal.case", args=[number]))


def _show(
    request: HttpRequest, number: str, actor: Actor, chosen: str, problems: Sequence[FieldProblem]
) -> HttpResponse:
    data = cases.case(number, actor=actor, at=clock.now())
    booked = visit_of(number)
    if booked is None:
        raise NotFound()
    context: Mapping[str, object] = {
        "summary": data.summary,
        "title": rows.title_of(data),
        "visit": booked,
        "missed": booked.is_missed(clock.today()),
        "fields": _fields(data, booked, chosen, problems),
        "unkept": _unkept(request, booked),
    }
    return render(request, "portal/visit.html", context, status=422 if problems else 200)


def _unkept(request: HttpRequest, booked: Visit) -> Slot | None:
    """The time that was chosen second, in another window, and so was not booked."""
    if request.method != "GET":
        return None
    slot = read_slot(request.GET.get("unkept", ""))
    return slot if slot and slot != booked.slot else None


def _fields(data: CaseData, booked: Visit, chosen: str, problems: Sequence[FieldProblem]) -> list[FieldView]:
    """The slots to choose from; none once the day has come."""
    slots = slots_of(data)
    if slots is None or not may_move(booked, clock.today()):
        return []
    error = problems[0].text if problems else ""
    return [slot_field(data, slots, chosen, error)]
