"""我的待遇: what I am paid, when it comes, what came back, and another account."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal import _benefit_words as words
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import day
from zhengtong.channels.ui.data import FieldView
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.benefits.data import EntitlementWhole
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Service
from zhengtong.trust.organisations import api as organisations

MONTH, MONEY = Text("哪个月", "Month"), Text("金额", "Amount")
STATE, WHEN = Text("到了没有", "State"), Text("日期或原因", "Date or reason")
NAME, NUMBER = Text("户名", "Name on the account"), Text("银行卡号", "Card number")
NAME_HINT = Text("和卡上的一样", "As on the card")
NUMBER_HINT = Text("12 到 19 位数字", "12 to 19 digits")
CHANGE = Text("改", "Change")


@for_people
def benefit(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """One benefit: what comes next, every month so far, the next review."""
    whole, definition, service = _found(benefit, actor)
    one = whole.entitlement
    context = {
        "benefit": one,
        "organisation": organisations.organisation(one.organisation),
        "wait": words.waiting(whole, definition, service.phone, clock.today()),
        "facts_rows": words.fact_rows(one, definition),
        "columns": [{"label": label} for label in (MONTH, MONEY, STATE, WHEN)],
        "rows": words.month_rows(whole, definition, clock.today()),
        "changes": words.change_rows(whole.changes),
        "review": definition.review if one.state != "stopped" else None,
        "review_day": words.review_day(one),
        "just_changed": "changed" in request.GET,
        "can_change": one.state != "stopped" or bool(whole.unpaid_returns),
        "phone": service.phone,
    }
    return render(request, "portal/benefit.html", context)


def _found(benefit_id: str, actor: Actor) -> tuple[EntitlementWhole, Definition, Service]:
    """A benefit of the actor's own, with what its folder says."""
    whole = benefits.own_benefit(benefit_id, actor=actor)
    version = catalogue.version(whole.entitlement.service_hash)
    definition = benefits.definition_of(version)
    if definition is None:
        raise NotFound()
    return whole, definition, version.service


@for_people
def account(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """Another account: kept while it is typed, checked when it is sent on."""
    if request.method != "POST":
        return _form(request, benefit, actor, benefits.account_draft(benefit, actor=actor))
    typed = {"account_name": request.POST.get("account_name", ""), "account": request.POST.get("account", "")}
    benefits.save_account(benefit, typed, actor=actor, at=clock.now())
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    try:
        benefits.read_account(benefit, typed, actor=actor)
    except Invalid as invalid:
        return _form(request, benefit, actor, typed, invalid)
    return HttpResponseRedirect(reverse("portal.benefit_check", args=[benefit]))


def _form(
    request: HttpRequest, benefit_id: str, actor: Actor, typed: Mapping[str, str], invalid: Invalid | None = None
) -> HttpResponse:
    whole, definition, service = _found(benefit_id, actor)
    errors = {problem.field: problem.text for problem in invalid.problems} if invalid else {}
    context = {
        "benefit": whole.entitlement,
        "fields": _fields(typed, errors),
        "again": day(benefits.next_arrival(definition, clock.today())),
        "owes": bool(whole.unpaid_returns),
        "phone": service.phone,
    }
    return render(request, "portal/benefit_account.html", context, status=422 if invalid else 200)


def _fields(typed: Mapping[str, str], errors: Mapping[str, Text]) -> list[FieldView]:
    name = FieldView(
        name="account_name",
        label=NAME,
        value=typed.get("account_name", ""),
        hint=NAME_HINT,
        error=errors.get("account_name", ""),
        autocomplete="name",
    )
    number = FieldView(
        name="account",
        label=NUMBER,
        value=typed.get("account", ""),
        hint=NUMBER_HINT,
        error=errors.get("account", ""),
        inputmode="numeric",
    )
    return [name, number]


@for_people
def check(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """Look at the account once more, then give it."""
    if request.method == "POST":
        return _give(benefit, actor)
    whole, definition, service = _found(benefit, actor)
    try:
        given = benefits.read_account(benefit, benefits.account_draft(benefit, actor=actor), actor=actor)
    except Invalid:
        return HttpResponseRedirect(reverse("portal.benefit_account", args=[benefit]))
    back = reverse("portal.benefit_account", args=[benefit])
    rows = [
        {"label": NAME, "value": given.name, "source": "", "href": back, "verb": CHANGE},
        {"label": NUMBER, "value": given.number, "source": "", "href": back, "verb": CHANGE},
    ]
    context = {
        "benefit": whole.entitlement,
        "rows": rows,
        "back": back,
        "again": day(benefits.next_arrival(definition, clock.today())),
        "owes": bool(whole.unpaid_returns),
        "phone": service.phone,
    }
    return render(request, "portal/benefit_check.html", context)


def _give(benefit_id: str, actor: Actor) -> HttpResponse:
    try:
        benefits.give_account(benefit_id, actor=actor, at=clock.now())
    except Invalid:
        return HttpResponseRedirect(reverse("portal.benefit_account", args=[benefit_id]))
    return HttpResponseRedirect(reverse("portal.benefit", args=[benefit_id]) + "?changed=1")
