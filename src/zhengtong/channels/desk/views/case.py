"""A case on the desk: whom it waits for, the line, the evidence, the rules, and what the clerk does about it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhengtong.channels.desk import _case_rows as rows
from zhengtong.channels.desk._corrections import correction_rows
from zhengtong.channels.desk._decision_form import decision_fields, known_values
from zhengtong.channels.desk._evidence import comparisons, evidence_rows, paired
from zhengtong.channels.desk._map import railway
from zhengtong.channels.desk._process_words import process_sentence, turn_links, unkept_words
from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._signing import signature_rows
from zhengtong.channels.desk._step_rows import answered_rows, left_rows, written_rows
from zhengtong.channels.desk._words import case_lamp, is_stuck, sentence
from zhengtong.channels.ui.api import current_language, history, join_date, pdf_response
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, CaseSummary
from zhengtong.delivery.publicity import api as publicity
from zhengtong.journeys.decide import CONFIRMED, Judgement, judgement
from zhengtong.journeys.decide import decide as decide_case
from zhengtong.journeys.drawn_already import drawn_already
from zhengtong.journeys.extend import WHY, extendable
from zhengtong.journeys.extend import extend as extend_case
from zhengtong.journeys.look_at import look_at_paper
from zhengtong.journeys.objections import takes_objections
from zhengtong.journeys.said_and_found import said_and_found
from zhengtong.journeys.standing import Standing, standing
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Invalid
from zhengtong.kernel.text import Text
from zhengtong.offer.rules.data import Compared
from zhengtong.office.duties import api as duties
from zhengtong.office.files import api as files
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import GRADES
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import QuestionData
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.identity import api as identity

OPENED, COMPARED, PAPER = "在工作台打开办件", "别人改过，再看一遍", "看一份文书"
VALUE = "value_"


@require_GET
@for_clerks
def case(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The case; opening it is a look, on the record."""
    data = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
    context = _context(data, actor)
    unkept = unkept_words(context["standing"], request.GET.get("unkept", ""))
    return render(request, "desk/case.html", {**context, "unkept": unkept})


@require_POST
@for_clerks
def numbers(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The case with whole numbers; a second look, with its reason, on the record."""
    reason = request.POST.get("other", "").strip() or request.POST.get("reason", "")
    try:
        data = cases.case_with_numbers(number, actor=actor, at=clock.now(), reason=reason)
    except Invalid as invalid:
        again = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
        return render(request, "desk/case.html", _context(again, actor, invalid, request.POST), status=422)
    return render(request, "desk/case.html", _context(data, actor, whole=True))


@require_POST
@for_clerks
def decide(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Decide on the evidence the page showed; what has changed meanwhile is shown instead."""
    typed = _typed(request.POST)
    seen = request.POST.get("_evidence", "")
    try:
        decide_case(number, typed["outcome"], typed["opinion"], seen, typed, actor=actor, at=clock.now())
    except Invalid as invalid:
        data = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
        return render(request, "desk/case.html", _context(data, actor, invalid, typed), status=422)
    except Conflict:
        data = cases.case(number, actor=actor, at=clock.now(), reason=COMPARED)
        context = {**_context(data, actor), "opinion": typed["opinion"]}
        return render(request, "desk/conflict.html", context, status=409)
    return HttpResponseRedirect(reverse("desk.case", args=[number]))


@require_POST
@for_clerks
def extend(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Put the limit off, with the reason."""
    typed = {"extension": request.POST.get(WHY, "")}
    try:
        extend_case(number, typed["extension"], actor=actor, at=clock.now())
    except Invalid as invalid:
        data = cases.case(number, actor=actor, at=clock.now(), reason=OPENED)
        return render(request, "desk/case.html", _context(data, actor, invalid, typed), status=422)
    except Conflict:
        pass  # a colleague did it a moment before: the case says so
    return HttpResponseRedirect(reverse("desk.case", args=[number]))


@require_POST
@for_clerks
def ask_again(request: HttpRequest, number: str, question: str, *, actor: Actor) -> HttpResponse:
    """Ask a failing department now instead of at its next time."""
    gateway.retry_now(question, actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("desk.case", args=[number]) + "?asked=1#ev")


@require_GET
@for_clerks
def paper(request: HttpRequest, number: str, name: str, *, actor: Actor) -> HttpResponse:
    """A paper of the case as PDF; a look, on the record."""
    found = look_at_paper(number, name, actor=actor, at=clock.now(), reason=PAPER)
    return pdf_response(files.read(found.file), f"{name}-{number[-16:]}.pdf")


def _typed(post: QueryDict) -> dict[str, str]:
    """What the form of the decision holds; the three boxes of a date as one."""
    names = {name.partition(".")[0] for name in post if name.startswith(VALUE)}
    values = {name: join_date(post, name) if f"{name}.year" in post else post.get(name, "") for name in names}
    names_of_form = ("outcome", "opinion", CONFIRMED)
    return {**values, **{name: post.get(name, "") for name in names_of_form}}


def _context(
    data: CaseData,
    actor: Actor,
    invalid: Invalid | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    whole: bool = False,
) -> dict[str, Any]:
    summary = data.summary
    people = identity.persons([summary.applicant, summary.operator])
    is_own = cases.is_own(actor, summary)
    problems = {problem.field: problem.text for problem in invalid.problems} if invalid else {}
    questions = gateway.questions(summary.number)
    is_early = summary.state == "checking" and is_stuck(questions)
    where = standing(data, current_language())
    offer = extendable(data, actor) if where and not is_own else None
    is_judged = not data.in_part and (is_early or summary.state == "with_person")
    judged = judgement(data) if is_judged else None
    rules_say = judged or (judgement(data) if where and data.decision is None and not data.in_part else None)
    pairs = () if data.in_part else said_and_found(data, people[summary.operator])
    return {
        **_told(data, questions, where, is_own, whole, pairs),
        **_deal(judged, typed or {}, problems),
        **_left_by_steps(data, where, actor),
        "actor": actor,
        "unkept": "",
        "rules_say": rules_say,
        "rules_sum": rows.sum_rows(rules_say.lines) if rules_say else [],
        "signatures": signature_rows(data, actor),
        "extension": offer,
        "objected": _objected(data, where) if not is_own else None,
        "extension_field": rows.extension_field((typed or {}).get("extension", ""), problems.get(WHY, "")),
        "papers": rows.paper_rows(data),
        "turns": turn_links(where, actor, summary.number) if where else [],
        "case": data,
        "summary": summary,
        "title": rows.title_of(data),
        "people_rows": rows.people_rows(data, people, whole),
        "answer_rows": [] if data.in_part else rows.answer_rows(data, people[summary.operator], whole),
        "whole": whole,
        "is_own": is_own,
        "corrections": [] if data.in_part else correction_rows(corrections.corrections_of(summary.number)),
        "twice": drawn_already(data) if summary.closed_at is None and not is_own else (),
        "can_dispute": not is_own and any(need.values for need in data.needs),
        "is_early": is_early,
        "duties": [duty for duty in duties.duties_of(actor) if duty.about == ("case", summary.number)],
        "reason_fields": rows.reason_fields(typed or {}, problems.get("reason", "")),
        **_rated(summary),
    }


def _rated(summary: CaseSummary) -> dict[str, Any]:
    """What the applicant said of it afterwards."""
    rating = ratings.rating_of(summary.number) if summary.state == "closed" else None
    return {"rating": rating, "grade": GRADES[rating.grade] if rating else ""}


def _left_by_steps(data: CaseData, where: Standing | None, actor: Actor) -> dict[str, Any]:
    """What was answered, sent and written in steps that are done, as far as this reader sees it."""
    if where is None:
        return {"answered": [], "left": [], "written": []}
    return {
        "answered": answered_rows(data, where),
        "left": left_rows(data, where, actor),
        "written": written_rows(data, where, actor),
    }


def _objected(data: CaseData, where: Standing | None) -> tuple[int, int] | None:
    """How many objections there are and how many nobody has looked at; None before anybody can object."""
    if where is None or not takes_objections(data):
        return None
    is_up = any(turn.step.objections for turn in where.open)
    found = publicity.counted(data.summary.number)
    return found if is_up or found[0] else None


def _told(
    data: CaseData,
    questions: tuple[QuestionData, ...],
    where: Standing | None,
    is_own: bool,
    whole: bool,
    pairs: tuple[Compared, ...],
) -> dict[str, Any]:
    """Sentence, line, evidence and history."""
    catalogue = {entry.code: entry for entry in resources.resources()}
    wait, note = (
        process_sentence(where) if where and data.summary.state == "in_process" else sentence(data, questions, is_own)
    )
    words, state = case_lamp(data.summary, clock.today())
    return {
        "wait": wait,
        "wait_note": note,
        "lamp_words": words,
        "lamp_state": state,
        "railway": None if where else railway(data),
        "standing": where,
        "evidence": [] if data.in_part else evidence_rows(data, questions, catalogue, whole),
        "compared": [] if data.in_part else [*paired(pairs), *comparisons(data, catalogue, whole)],
        "steps": history(data.steps, rows.step_words),
        "sum_rows": rows.sum_rows(data.decision.lines if data.decision else ()),
        "outcome": rows.outcome_words(data.decision) if data.decision else "",
    }


def _deal(judged: Judgement | None, typed: Mapping[str, str], problems: Mapping[str, Text]) -> dict[str, Any]:
    """What the rules say and what the clerk fills in; nothing for a case that waits for nobody here."""
    if judged is None:
        return {"judged": None, "fields": [], "value_fields": [], "known_rows": []}
    fields, values = decision_fields(judged, typed, problems)
    return {"judged": judged, "fields": fields, "value_fields": values, "known_rows": known_values(judged)}
