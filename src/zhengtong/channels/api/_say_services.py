"""What the API says of services and their forms."""

from typing import Any

from zhengtong.kernel.text import Language, Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Service, ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Page, Question

SERVICE = "/api/v1/services/{id}"


def row(service: Service, language: Language) -> dict[str, Any]:
    """A service in a list."""
    return {
        "id": service.id,
        "name": service.name.in_(language),
        "summary": service.summary.in_(language),
        "organisation": service.organisation,
        "organisation_name": service.organisation_name.in_(language),
        "days": service.limits.promised_days,
        "visits": service.visits,
        "href": SERVICE.format(id=service.id),
    }


def whole(version: ServiceVersion, language: Language) -> dict[str, Any]:
    """A service with its promise, its basis and its guide (Markdown)."""
    service = version.service
    return {
        **row(service, language),
        "version": version.hash,
        "who": service.who.in_(language),
        "legal_days": service.limits.legal_days,
        "fee": _maybe(service.fee, language),
        "address": service.address.in_(language),
        "hours": service.hours.in_(language),
        "phone": service.phone,
        "results": [result.in_(language) for result in service.results],
        "not_needed": [paper.name.in_(language) for paper in service.not_needed],
        "basis": [{"title": c.title, "article": c.article, "unverified": c.unverified} for c in service.basis],
        "guide": catalogue.guide_of(version, language),
        "form": SERVICE.format(id=service.id) + "/form",
    }


def form(version: ServiceVersion, facts: Facts, language: Language) -> dict[str, Any]:
    """The whole form; what depends on other answers says on which."""
    pages = [_page(page, facts, language) for page in forms.form_of(version).pages]
    return {"service": version.service.id, "version": version.hash, "pages": pages}


def _page(page: Page, facts: Facts, language: Language) -> dict[str, Any]:
    return {
        "id": page.id,
        "title": page.title.in_(language),
        "when": page.when.source if page.when else None,
        "questions": [_question(question, facts, language) for question in page.questions],
    }


def _question(question: Question, facts: Facts, language: Language) -> dict[str, Any]:
    options = forms.options_for(question, facts)
    return {
        "id": question.id,
        "kind": question.kind,
        "label": question.label.in_(language),
        "hint": _maybe(question.hint, language),
        "required": question.required,
        "longest": question.longest,
        "at_least": question.at_least,
        "at_most": question.at_most,
        "unit": _maybe(question.unit, language),
        "when": question.when.source if question.when else None,
        "entries": _entries(question, facts, language) if question.repeat else None,
        "choices": [{"key": option.key, "label": option.label.in_(language)} for option in options],
        "boxes": _boxes(question),
    }


def _entries(question: Question, facts: Facts, language: Language) -> dict[str, Any]:
    """What is asked of each of several: their boxes are written `question.number.box`."""
    repeat = question.repeat
    assert repeat is not None
    return {
        "least": repeat.least,
        "most": repeat.most,
        "first": forms.FIRST if repeat.party else None,
        "pages": [_page(page, facts, language) for page in forms.pages_named(repeat, facts)],
    }


def _boxes(question: Question) -> list[str]:
    named = [f"{question.id}.name", f"{question.id}.id_number"]
    return [question.id, *(named if question.kind == "party" and "other" in question.allow else [])]


def _maybe(text: Text | None, language: Language) -> str | None:
    return text.in_(language) if text else None
