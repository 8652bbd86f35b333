"""A case as its people see it: the sentence, the line, the reasons, who looked, what to take away."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal import _case_rows as rows
from zhengtong.channels.portal._case_words import IN_FORCE, Waiting, line_of, waiting, waiting_for_number
from zhengtong.channels.portal._corrections import correction_rows
from zhengtong.channels.portal._evidence import evidence_rows, look_rows
from zhengtong.channels.portal._lists import offer_links
from zhengtong.channels.portal._process_words import line_of as process_line
from zhengtong.channels.portal._process_words import own_turns
from zhengtong.channels.portal._process_words import waiting as process_waiting
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.portal._signing import signing_of, unsigned_note
from zhengtong.channels.portal._signing import waiting as signatures_waiting
from zhengtong.channels.ui.api import current_language, history, pdf_response
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, CaseSummary
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import LicenceData
from zhengtong.journeys.rate import rate as rate_case
from zhengtong.journeys.standing import Standing, standing
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.office.appointments.data import Visit
from zhengtong.office.files import api as files
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import GRADES
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import QuestionData
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations import api as organisations

MARKS = {"just_sent": "sent", "too_late": "late"}
"""What an address may say that led here, by what the page calls it."""
WRITTEN, WRITTEN_FOR_YOU = Text("您写的", "What you wrote"), Text("{name}替您写的", "What {name} wrote for you")


@for_people
def case(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The case page; right after sending it is the receipt."""
    return _show(request, number, actor)


def _show(request: HttpRequest, number: str, actor: Actor, invalid: Invalid | None = None) -> HttpResponse:
    data = cases.case(number, actor=actor, at=clock.now())
    summary, decision = data.summary, data.decision
    organisation = organisations.organisation(summary.organisation)
    people = identity.persons([summary.applicant, summary.operator])
    licence = next(iter(licences.licences_of_case(number)), None)
    questions = gateway.questions(number)
    version = catalogue.version(data.service_hash)
    offices = {one.code: one.name for one in organisations.organisations()}
    problems = {p.field: p.text for p in invalid.problems} if invalid else {}
    where = standing(data, current_language())
    papers = rows.paper_rows(data, licence)
    signing = signing_of(data, version, actor, request.build_absolute_uri("/"))
    wait = signatures_waiting(signing, data, clock.today()) or _waiting(
        data, where, questions, organisation.name, unsigned_note(signing, data, clock.today()), licence
    )
    context = {
        "case": data,
        "summary": summary,
        "title": rows.title_of(data),
        "organisation": organisation,
        "wait": wait,
        "signing": signing,
        "line": process_line(where) if where else line_of(data),
        "turns": own_turns(where, data) if where else [],
        **_visit(where.visit if where else None),
        "service": version.service,
        "reasons": decision.reasons if decision else (),
        "figures": rows.figure_rows(decision, rules.amount_label(version)),
        "sum_rows": rows.sum_rows(decision),
        "decided_by": rows.decided_by(decision),
        "evidence": evidence_rows(data, questions),
        "can_dispute": any(need.values and need.person == actor.person for need in data.needs),
        "corrections": correction_rows(corrections.corrections_of(number), actor, data),
        "looks": look_rows(audit.looks_on("case", number), offices),
        "benefit": _benefit_of(data, version),
        "offers": _offers(data, version),
        "answer_rows": rows.answer_rows(data, people[summary.operator]),
        **_written_by(summary, people[summary.operator].name, actor),
        "steps": history(data.steps, lambda step: step.text),
        "paper_rows": papers,
        "certificate": papers[0] if licence and licence.status == IN_FORCE and licence.file and data.whole else None,
        "limits_words": rows.limits_words(data, late=wait.late),
        **_rating(data, request.POST, problems),
        **{name: mark in request.GET for name, mark in MARKS.items()},
        "address": request.build_absolute_uri(request.path),
        "problems": problems,
        "typed": request.POST,
    }
    return render(request, "portal/case.html", context, status=422 if invalid else 200)


def _written_by(summary: CaseSummary, operator: str, actor: Actor) -> dict[str, Any]:
    """Who applied in the reader's place, empty where they did themselves, and whose words the answers are."""
    if actor.person != summary.applicant or summary.applicant == summary.operator:
        return {"helper": "", "written": WRITTEN}
    return {"helper": operator, "written": WRITTEN_FOR_YOU.format(name=operator)}


def _visit(booked: Visit | None) -> dict[str, Any]:
    """The visit that is booked, and whether its day has passed without it."""
    return {"visit": booked, "missed": booked is not None and booked.is_missed(clock.today())}


def _rating(data: CaseData, typed: Mapping[str, str], problems: Mapping[str, Text]) -> dict[str, Any]:
    """What a closed case's people said of it, or the fields to say it."""
    closed = data.summary.state == "closed"
    given = ratings.rating_of(data.summary.number) if closed else None
    comment = rows.comment_field(typed.get("comment", ""), problems.get("comment", ""))
    return {
        "can_rate": closed,
        "rating": given,
        "grade_words": GRADES[given.grade] if given else "",
        "rating_fields": [rows.grade_field(typed.get("grade", ""), problems.get("grade", "")), comment],
        "comment_field": comment,
    }


def _waiting(
    data: CaseData,
    where: Standing | None,
    questions: tuple[QuestionData, ...],
    organisation: Text,
    unsigned: Text | None,
    licence: LicenceData | None,
) -> Waiting:
    if where and data.summary.state == "in_process":
        return process_waiting(where, data, questions, unsigned, clock.today())
    awaited = licences.awaited_question(data.summary.number) if data.summary.state == "making" else None
    asked = next((question for question in questions if question.id == awaited), None)
    if asked:
        return waiting_for_number(data, asked, clock.today())
    return waiting(data, questions, organisation, clock.today(), licence)


def _benefit_of(data: CaseData, version: ServiceVersion) -> str:
    """The id of the benefit that began with a case its reader sees whole; empty when none did."""
    if data.summary.outcome != "approve" or not data.whole or benefits.definition_of(version) is None:
        return ""
    found = benefits.of_case(data.summary.number)
    return found.id if found else ""


def _offers(data: CaseData, version: ServiceVersion) -> list[dict[str, Any]]:
    """What a refused applicant may apply for instead, as far as it is published."""
    if data.summary.outcome != "refuse":
        return []
    wanted = version.service.offers
    published = {one.service.id: one.service for one in catalogue.published_services()} if wanted else {}
    return offer_links([published[service] for service in wanted if service in published])


@for_people
def rate(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Judge the case, once."""
    if request.method == "POST":
        grade = request.POST.get("grade", "")
        try:
            rate_case(
                number,
                int(grade) if grade.isdecimal() else 0,
                request.POST.get("comment", ""),
                channel="web",
                actor=actor,
                at=clock.now(),
            )
        except Invalid as invalid:
            return _show(request, number, actor, invalid)
    return HttpResponseRedirect(reverse("portal.case", args=[number]) + "#rating")


@for_people
def paper(request: HttpRequest, number: str, kind: str, *, actor: Actor) -> HttpResponse:
    """A paper of the case as PDF."""
    data = cases.case(number, actor=actor, at=clock.now())
    found = next((p for p in data.papers if p.name == kind and p.state == "made"), None)
    if found is None:
        raise NotFound()
    return pdf_response(files.read(found.file), f"{kind}-{_short(data)}.pdf")


@for_people
def licence(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """The sealed certificate as PDF."""
    data = cases.case(number, actor=actor, at=clock.now())
    found = next((one for one in licences.licences_of_case(data.summary.number) if one.file), None)
    if found is None or not data.whole:
        raise NotFound()
    return pdf_response(files.read(found.file), f"licence-{_short(data)}.pdf")


def _short(data: CaseData) -> str:
    """Date and serial of a case number: enough for a file's name."""
    return data.summary.number[-16:]
