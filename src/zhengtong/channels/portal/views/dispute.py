"""A person says that something a department told about them is wrong."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhengtong.channels.portal._evidence import own_values
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.data import Choice, FieldView
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import OwnEvidence
from zhengtong.journeys.ask_correction import ask_about_self
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.sharing.resources import api as resources

WHICH, SHOULD_BE = Text("哪一项不对", "Which item is wrong"), Text("应该是", "It should be")
CHOOSE = Text("选一项", "Choose one")
ITEM = Text("{resource}：{label} {value}", "{resource}: {label} {value}")


@require_http_methods(["GET", "POST"])
@for_people
def dispute(request: HttpRequest, number: str, *, actor: Actor) -> HttpResponse:
    """Which item, and what it should be; then the department is asked to check it."""
    if request.method == "GET":
        return _show(request, number, actor)
    question, _, field = request.POST.get("which", "").partition(".")
    claimed = request.POST.get("claimed", "")
    if not field:
        return _show(request, number, actor, Invalid([FieldProblem("which", "required", CHOOSE)]))
    try:
        ask_about_self(number, question, field, claimed, actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, number, actor, invalid)
    return HttpResponseRedirect(reverse("portal.dispute", args=[number]) + "?asked=1")


def _show(request: HttpRequest, number: str, actor: Actor, invalid: Invalid | None = None) -> HttpResponse:
    own = next((one for one in cases.evidence_about(actor) if one.number == number), None)
    if own is None or not any(need.values for need in own.needs):
        raise NotFound()
    problems = {problem.field: problem.text for problem in invalid.problems} if invalid else {}
    context = {
        "service": own.service_name,
        "fields": _fields(own, request.POST, problems),
        "asked": "asked" in request.GET,
    }
    return render(request, "portal/dispute.html", context, status=422 if invalid else 200)


def _fields(own: OwnEvidence, typed: Mapping[str, str], problems: Mapping[str, Any]) -> list[FieldView]:
    which = FieldView(
        name="which",
        label=WHICH,
        kind="select",
        value=typed.get("which", ""),
        choices=[Choice("", CHOOSE), *_items(own)],
        error=problems.get("which", ""),
    )
    claimed = typed.get("claimed", "")
    return [which, FieldView(name="claimed", label=SHOULD_BE, value=claimed, error=problems.get("claimed", ""))]


def _items(own: OwnEvidence) -> list[Choice]:
    """Every plain value told about the reader, as a question and a field."""
    sources = {one.code: one for one in resources.resources()}
    return [
        Choice(
            f"{need.question}.{field.name}",
            ITEM.format(resource=sources[need.resource].name, label=field.label, value=value),
        )
        for need in own.needs
        for field, value in own_values(need.values or {}, sources[need.resource].fields)
    ]
