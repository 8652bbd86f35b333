"""A step of a process at the desk: what to do, who holds it, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._words import lamp_of
from zhengtong.channels.ui.api import step_fields, typed_step
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, StepKey
from zhengtong.journeys.do_step import AnswersMissing, do_step
from zhengtong.journeys.standing import OpenTurn, Standing, standing
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import StepNotOpen

A_WORD = Text("交代一句", "A word to them")
OPENED, LONGEST_WORD = "在工作台办一个环节", 200


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tried to do to the step: typed, with what is wrong, or why it was refused; and the HTTP status."""

    typed: Mapping[str, str]
    problems: Sequence[FieldProblem]
    refusal: Text | None
    status: int


@for_clerks
def step(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """The step, or what became of the attempt to do it. One that is over leads back to its case."""
    found = _find(number, StepKey(step, occurrence), actor)
    if isinstance(found, HttpResponse):
        return found
    if request.method != "POST":
        return _show(request, found, actor, Tried({}, (), None, 200))
    typed = typed_step(found.turn.step, request.POST)
    try:
        do_step(number, found.turn.row.key, typed, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, found, actor, Tried(typed, invalid.problems, None, invalid.status))
    except (cases.HeldByAnother, AnswersMissing) as refusal:
        return _show(request, found, actor, _refused(typed, refusal))
    except (Conflict, StepNotOpen):
        pass  # a colleague did it a moment before: the case says so
    return HttpResponseRedirect(reverse("desk.case", args=[number]))


@require_POST
@for_clerks
def take(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Take the step, so that no colleague works at it too."""
    try:
        cases.take_step(number, StepKey(step, occurrence), actor=actor, at=clock.now())
    except (cases.HeldByAnother, Conflict):
        pass  # the page of the step says who has it, or that it is done
    return HttpResponseRedirect(reverse("desk.step", args=[number, step, occurrence]))


@require_POST
@for_clerks
def hand_over(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Give the step back to the post, with a word to whoever goes on."""
    why = request.POST.get("why", "").strip()[:LONGEST_WORD]
    try:
        cases.hand_over_step(number, StepKey(step, occurrence), why, actor=actor, at=clock.now())
    except (cases.HeldByAnother, Conflict):
        pass  # the page of the step says who has it, or that it is done
    return HttpResponseRedirect(reverse("desk.step", args=[number, step, occurrence]))


@dataclass(frozen=True, slots=True)
class Found:
    """A case, where it stands, and the step that is the clerk's to do."""

    case: CaseData
    where: Standing
    turn: OpenTurn


def _find(number: str, key: StepKey, actor: Actor) -> Found | HttpResponse:
    data = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
    where = standing(data)
    turn = next((one for one in where.turns_of(actor) if one.row.key == key), None) if where else None
    if where and turn:
        return Found(data, where, turn)
    if where and where.is_done(key):
        return HttpResponseRedirect(reverse("desk.case", args=[number]))
    raise NotFound()


def _refused(typed: Mapping[str, str], refusal: Refusal) -> Tried:
    return Tried(typed, (), Text(refusal.message("zh-Hans"), refusal.message("en")), refusal.status)


def _show(request: HttpRequest, found: Found, actor: Actor, tried: Tried) -> HttpResponse:
    row = found.turn.row
    context: dict[str, Any] = {
        "actor": actor,
        "summary": found.case.summary,
        "title": rows.title_of(found.case),
        "turn": found.turn,
        "standing": found.where,
        "lamp": lamp_of(row.due, clock.today()) if row.due else None,
        "fields": step_fields(found.turn.step, tried.typed, tried.problems),
        "is_mine": row.held_by == actor.id,
        "is_held": bool(row.held_by),
        "refusal": tried.refusal,
        "hand_over_field": FieldView(name="why", label=A_WORD, required=False),
    }
    return render(request, "desk/step.html", context, status=tried.status)
