"""The guide of a service."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhengtong.channels.portal._guide_text import guide_html
from zhengtong.channels.portal._lists import guide_ways, time_words, trip_words
from zhengtong.channels.portal.page_cache import public_page
from zhengtong.channels.ui.api import current_language
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Service
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules

HOW_LONG, HOW_MANY = Text("多久有结果", "How long"), Text("要跑几趟", "Trips needed")
COST, WHERE = Text("花钱吗", "What it costs"), Text("去哪办", "Where")
LEGAL = Text("规定最长 {days} 个工作日", "at most {days} working days by rule")
FREE, ONLINE = Text("不花钱", "Free"), Text("网上", "Online")


@public_page
def guide(request: HttpRequest, service: str) -> HttpResponse:
    """What the service gives, who may have it, how it goes, and the three ways to do it."""
    version = catalogue.published(service)
    context = {
        "version": version,
        "service": version.service,
        "body": guide_html(rules.guide_of(version, current_language(), clock.today())),
        "ways_items": guide_ways(version.service),
        "fact_rows": _facts(version.service),
        "not_needed": [{"words": paper.name, "note": paper.supplied_by} for paper in version.service.not_needed],
        "has_form": bool(forms.form_of(version).pages),
        "has_authorisation": authorisations.definition_of(version) is not None,
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "portal/guide.html", context)


def _facts(service: Service) -> list[dict[str, Any]]:
    return [
        {"label": HOW_LONG, "value": time_words(service), "note": LEGAL.format(days=service.limits.legal_days)},
        {"label": HOW_MANY, "value": trip_words(service), "note": ""},
        {"label": COST, "value": service.fee or FREE, "note": ""},
        {"label": WHERE, "value": ONLINE, "note": service.address},
    ]
