"""From data to what the API says of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from zhengtong.delivery.cases.data import CaseData, CaseSummary, DecisionData, NeedData
from zhengtong.delivery.licences.data import PublicLicence
from zhengtong.journeys.places import with_places
from zhengtong.kernel import clock
from zhengtong.kernel.text import Language
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts
from zhengtong.oversight.ratings.data import RatingData

CASE = "/api/v1/cases/{number}"


def day(value: date | None) -> str | None:
    """A date, or null."""
    return value.isoformat() if value else None


def moment(value: datetime | None) -> str | None:
    """An instant with the offset of China, or null."""
    return value.astimezone(clock.CHINA).isoformat(timespec="seconds") if value else None


def case_row(case: CaseSummary, language: Language) -> dict[str, Any]:
    """A case in a list."""
    return {
        "number": case.number,
        "service": case.service,
        "service_name": case.service_name.in_(language),
        "organisation": case.organisation,
        "state": case.state,
        "outcome": case.outcome,
        "opened_at": moment(case.opened_at),
        "promised_due": day(case.promised_due),
        "due_is_provisional": case.due_is_provisional,
        "closed_at": moment(case.closed_at),
        "href": CASE.format(number=case.number),
    }


def case_whole(case: CaseData, language: Language) -> dict[str, Any]:
    """A case for those who may see it; a department's values stay in the case."""
    return {
        **case_row(case.summary, language),
        "legal_due": day(case.legal_due),
        "answers": _answers(case, language),
        "evidence": [_evidence(need, case.fields["answers"], whole=case.whole) for need in case.needs],
        "decision": _decision(case.decision, case.decided_at, language) if case.decision else None,
        "steps": [{"at": moment(s.at), "code": s.code, "text": s.text.in_(language)} for s in case.steps],
        "papers": _papers(case, language),
    }


def _answers(case: CaseData, language: Language) -> list[dict[str, str | None]]:
    form = forms.form_of(catalogue.version(case.service_hash))
    facts: Facts = {"answers": case.fields["answers"], "today": clock.china_date(case.summary.opened_at)}
    return [
        {
            "question": told.question.id,
            "entry": told.entry or None,
            "group": told.group.in_(language) if told.group else None,
            "label": told.label.in_(language),
            "said": told.said.in_(language),
        }
        for told in with_places(forms.told_as_sent(form, facts))
    ]


def _evidence(need: NeedData, answers: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """That a department answered. What it said stays with those who may see the case whole, and of another person of
    the household with that person: for others `found` is None."""
    return {
        "resource": need.resource,
        "about": forms.person_named(answers, need.party) or None,
        "provider": need.provider,
        "basis": need.basis,
        "answered_at": moment(need.answered_at),
        "found": bool(need.values) if need.answered_at and whole and not need.hidden else None,
    }


def _decision(made: DecisionData, at: datetime | None, language: Language) -> dict[str, Any]:
    return {
        "outcome": made.outcome,
        "by": made.by,
        "decided_at": moment(at),
        "reasons": [{"text": r.text.in_(language), "cite": r.cite.in_(language)} for r in made.reasons],
        "lines": [
            {"label": n.label.in_(language), "amount_fen": n.amount_fen, "source": n.source.in_(language)}
            for n in made.lines
        ],
    }


def _papers(case: CaseData, language: Language) -> list[dict[str, Any]]:
    number = case.summary.number
    return [
        {
            "kind": paper.kind,
            "title": paper.title.in_(language),
            "href": reverse("portal.paper", args=[number, paper.kind]) if paper.state == "made" else None,
        }
        for paper in case.papers
    ]


def rating(given: RatingData) -> dict[str, Any]:
    """A rating as its giver sees it."""
    return {
        "case": given.case,
        "grade": given.grade,
        "comment": given.comment,
        "at": moment(given.at),
        "answer_due": day(given.answer_due),
    }


def licence(found: PublicLicence, language: Language) -> dict[str, Any]:
    """A certificate as the verify page shows it to a stranger."""
    return {
        "kind": found.kind.in_(language),
        "issuer": found.issuer,
        "issued_on": day(found.issued_on),
        "valid_to": day(found.valid_to),
        "status": found.status.code,
        "status_text": found.status.text.in_(language),
        "in_force": found.in_force,
        "made": found.made,
        "sensitive": found.sensitive,
        "full": found.full,
        "holder": found.holder,
        "identifier": found.identifier,
        "fields": [{"label": f.label.in_(language), "value": f.value} for f in found.fields],
    }
