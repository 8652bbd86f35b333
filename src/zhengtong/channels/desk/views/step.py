"""A step of a process at the desk: what to do, who holds it, and what comes of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._process_words import late_words
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._step_rows import answered_rows, hand_over_fields, step_files, written_rows
from zhengtong.channels.desk._words import lamp_of
from zhengtong.channels.ui.api import current_language, sent_of, step_fields, with_inner
from zhengtong.channels.ui.data import join_dates
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import StepKey
from zhengtong.journeys.decide import judgement
from zhengtong.journeys.do_step import AnswersMissing, do_step
from zhengtong.journeys.hand_over import TO, WORD, takers
from zhengtong.journeys.hand_over import hand_over as hand_over_step
from zhengtong.journeys.look_at import look_at_step
from zhengtong.journeys.objections import was_objected
from zhengtong.journeys.standing import OpenTurn, Standing, standing
from zhengtong.journeys.step_page import stands_by, step_page
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid, NotFound, Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import StepNotOpen
from zhengtong.office.files.data import FileTooLarge

OPENED = "在工作台办一个环节"


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody tried to do to the step: typed, with what is wrong, or why it was refused; and the HTTP status."""

    typed: Mapping[str, str]
    problems: Sequence[FieldProblem]
    refusal: Text | None
    status: int


NOTHING = Tried({}, (), None, 200)


@for_clerks
def step(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """The step, shown or done; one that is over leads back to its case."""
    key = StepKey(step, occurrence)
    if request.method == "POST":
        return _do(request, number, key, actor)
    return show(request, number, key, actor, NOTHING)


def _do(request: HttpRequest, number: str, key: StepKey, actor: Actor) -> HttpResponse:
    typed = typed_in(request)
    try:
        do_step(number, key, typed, sent_of(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return show(request, number, key, actor, Tried(typed, invalid.problems, None, invalid.status))
    except (cases.HeldByAnother, AnswersMissing, FileTooLarge) as refusal:
        return show(request, number, key, actor, refused(typed, refusal))
    except (Conflict, StepNotOpen):
        # Done a moment before, by a colleague or in another window: the case says that this did not count.
        query = urlencode({"unkept": f"{key.step}.{key.occurrence}"})
        return HttpResponseRedirect(f"{reverse('desk.case', args=[number])}?{query}")
    return HttpResponseRedirect(reverse("desk.case", args=[number]))


@require_POST
@for_clerks
def take(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Take the step, so that no colleague works at it too."""
    with _told_by_the_page():
        cases.take_step(number, StepKey(step, occurrence), actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("desk.step", args=[number, step, occurrence]))


@require_POST
@for_clerks
def hand_over(request: HttpRequest, number: str, step: str, occurrence: int, *, actor: Actor) -> HttpResponse:
    """Give the step to a colleague or back to the post, with a word to whoever goes on."""
    key, typed = StepKey(step, occurrence), {name: typed_in(request).get(name, "").strip() for name in (TO, WORD)}
    try:
        with _told_by_the_page():
            hand_over_step(number, key, typed[TO], typed[WORD], actor=actor, at=clock.now())
    except Invalid as invalid:
        handing = Tried(typed, invalid.problems, None, invalid.status)
        return show(request, number, key, actor, NOTHING, handing)
    return HttpResponseRedirect(reverse("desk.step", args=[number, step, occurrence]))


def _told_by_the_page() -> AbstractContextManager[None]:
    """A step that a colleague has, or has done, is refused: the page that follows says so."""
    return suppress(cases.HeldByAnother, Conflict)


def typed_in(request: HttpRequest) -> dict[str, str]:
    """What was typed on the page of a step."""
    return join_dates({name: str(value) for name, value in request.POST.items()})


def refused(typed: Mapping[str, str], refusal: Refusal) -> Tried:
    """What was typed, with the refusal as the page says it."""
    return Tried(typed, (), Text(refusal.message("zh-Hans"), refusal.message("en")), refusal.status)


def show(
    request: HttpRequest, number: str, key: StepKey, actor: Actor, tried: Tried, handing: Tried = NOTHING
) -> HttpResponse:
    """The page of a step, with what was tried, on the step or in `handing` it over; else what was written before."""
    data = look_at_step(number, key, actor=actor, at=clock.now(), reason=OPENED)
    where = standing(data, current_language())
    turn = next((one for one in where.turns_of(actor) if one.row.key == key), None) if where else None
    if where is None or turn is None:
        return _over(where, key, number)
    rules_say = judgement(data) if turn.step.outcomes and data.needs and not data.missing else None
    page = step_page(data, turn.row, turn.step, actor, where.done)
    typed = tried.typed or turn.row.draft.get("typed", {})
    fields = step_fields(data, turn.step, typed, tried.problems, page)
    is_mine = turn.row.held_by == actor.id
    colleagues = takers(data, turn.row, actor) if is_mine else ()
    to_colleague = hand_over_fields(colleagues, handing.typed, handing.problems) if is_mine else []
    context: dict[str, Any] = {
        "actor": actor,
        "rules_say": rules_say,
        "rules_sum": rows.sum_rows(rules_say.lines) if rules_say else [],
        "summary": data.summary,
        "title": rows.title_of(data),
        "turn": turn,
        "standing": where,
        "lamp": _lamp(turn),
        "late": late_words(turn, clock.today()),
        "fields": fields,
        "summary_fields": [*with_inner(fields), *to_colleague],
        "visit": where.visit if turn.step.visits else None,
        "files": step_files(number, page.proofs, key),
        "companions": page.companions,
        "stand_by": stands_by(page.companions, turn.step, typed),
        "contrary": page.contrary,
        "twice": page.drawn,
        "read_outside": not data.summary.in_household and any(each.lists for each in turn.step.outcomes),
        "objected": not data.in_part and was_objected(data, where.done),
        "answered": answered_rows(data, where),
        "written": written_rows(data, where, actor),
        "papers": rows.paper_rows(data),
        "to_take": rows.papers_to_take(data, turn.step.papers_first),
        "is_mine": is_mine,
        "is_held": bool(turn.row.held_by),
        "refusal": tried.refusal,
        "hand_over_fields": to_colleague,
        "alone": is_mine and not colleagues,
        "handing": bool(handing.problems),
    }
    return render(request, "desk/step.html", context, status=max(tried.status, handing.status))


def _lamp(turn: OpenTurn) -> tuple[Text, str] | None:
    """How urgent the step is, what is left of its limit in the days the limit counts; None without one."""
    in_working_days = turn.step.limit is not None and turn.step.limit.working
    return lamp_of(turn.row.due, clock.today(), by_working_days=in_working_days) if turn.row.due else None


def _over(where: Standing | None, key: StepKey, number: str) -> HttpResponse:
    if where and where.is_done(key):
        return HttpResponseRedirect(reverse("desk.case", args=[number]))
    raise NotFound()
