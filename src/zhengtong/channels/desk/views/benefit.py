"""The roll of an office and one person on it: look, change, review."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhengtong.channels.desk import _benefit_words as words
from zhengtong.channels.desk._request import for_roll
from zhengtong.channels.desk._search import by_number
from zhengtong.channels.ui.api import full_day
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Definition
from zhengtong.delivery.benefits.data import CHOSEN, Chosen, EntitlementWhole
from zhengtong.kernel import clock, money
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue

PAGE = 50
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
CHIPS: dict[Chosen, Text] = {
    "": Text("在册", "On the roll"),
    "suspended": Text("暂停", "Paused"),
    "tapering": Text("渐退", "Tapering"),
    "account": Text("等换账户", "Need an account"),
    "review": Text("要复核", "Review due"),
    "stopped": Text("停发", "Ended"),
}
COLUMNS = (
    Text("姓名", "Name"),
    Text("状态", "State"),
    Text("每月", "A month"),
    Text("从", "Since"),
    Text("账户", "Account"),
    Text("待遇", "Benefit"),
    Text("编号后段", "Number ends"),
)
HISTORY = (
    Text("哪个月", "Month"),
    Text("金额", "Amount"),
    Text("状态", "State"),
    Text("账户", "Account"),
    Text("日期或原因", "Date or reason"),
)
NO_MONTH = Text("写成年和月，比如 2027-02", "Write year and month, such as 2027-02")


@for_roll
@by_number
def roll(request: HttpRequest, *, actor: Actor, digits: str) -> HttpResponse:
    """Everybody the office pays, page by page."""
    asked = request.GET.get("chosen", "")
    chosen: Chosen = next((one for one in CHOSEN if one == asked), "")
    after = request.GET.get("after", "")
    found = benefits.roll(actor, at=clock.now(), chosen=chosen, digits=digits, after=after, limit=PAGE)
    counts = benefits.roll_counts(actor)
    context = {
        "actor": actor,
        "count": counts[chosen],
        "chosen": chosen,
        "digits": digits,
        "chips_rows": [
            {"label": CHIPS[one], "href": _address(chosen=one), "count": f"{counts[one]:,}", "current": one == chosen}
            for one in CHOSEN
        ],
        "columns": [{"label": label} for label in COLUMNS],
        "rows": [words.roll_row(one) for one in found.entitlements],
        "next": _address(chosen=chosen, q=digits, after=found.after) if found.after else "",
        "back": _address(chosen=chosen, q=digits) if after else "",
    }
    return render(request, "desk/benefits.html", context)


def _address(**query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    address = reverse("desk.benefits")
    return f"{address}?{urlencode(given)}" if given else address


@for_roll
def benefit(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """One person on the roll, with history, payments and what a clerk may do."""
    return _show(request, benefit, actor)


def _show(request: HttpRequest, benefit_id: str, actor: Actor, invalid: Invalid | None = None) -> HttpResponse:
    whole = benefits.benefit(benefit_id, actor=actor, at=clock.now())
    one = whole.entitlement
    definition = benefits.definition_of(catalogue.version(one.service_hash))
    errors = {problem.field: problem.text for problem in invalid.problems} if invalid else {}
    context: dict[str, Any] = {
        "actor": actor,
        "benefit": one,
        "state": words.state_lamp(one),
        "account": words.account_words(one),
        "since": words.month_words(one.since),
        "review_day": full_day(one.review_due) if one.review_due else "",
        "overpaid": benefits.overpaid(whole),
        "columns": [{"label": label} for label in HISTORY],
        "rows": [words.own_payment_row(payment) for payment in whole.payments],
        "changes": [{"at": c.at, "words": words.change_words(c)} for c in whole.changes if not c.is_void],
        "fields": _fields(request, whole, definition, errors) if _may_change(actor, whole) else [],
        "is_own": actor.person in (one.person, one.helper) and bool(actor.person),
        "asks_review": one.review_asked and one.state != "stopped" and _may_change(actor, whole),
    }
    return render(request, "desk/benefit.html", context, status=422 if invalid else 200)


def _may_change(actor: Actor, whole: EntitlementWhole) -> bool:
    one = whole.entitlement
    is_own = bool(actor.person) and actor.person in (one.person, one.helper)
    return one.state != "stopped" and not is_own


def _fields(
    request: HttpRequest, whole: EntitlementWhole, definition: Definition | None, errors: dict[str, Text]
) -> list[Any]:
    if definition is None:
        return []
    today = clock.today()
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    typed = {name: str(value) for name, value in request.POST.items()}
    return words.change_fields(
        definition, whole.entitlement.state, typed, errors, max(following, whole.entitlement.since)
    )


@require_POST
@for_roll
def change(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """Change a benefit from a month on, for a reason of its folder."""
    try:
        benefits.change(benefit, _wanted(request), actor=actor, at=clock.now())
    except Invalid as invalid:
        return _show(request, benefit, actor, invalid)
    return HttpResponseRedirect(reverse("desk.benefit", args=[benefit]))


def _wanted(request: HttpRequest) -> benefits.Wanted:
    """What was typed. Invalid where it is no month or no amount."""
    what, _, reason = request.POST.get("reason", "").partition(":")
    found = MONTH.fullmatch(request.POST.get("month", "").strip())
    typed = request.POST.get("amount", "").strip()
    problems, month, amount = [], None, None
    if found and 1 <= int(found[2]) <= 12:
        month = date(int(found[1]) or 1, int(found[2]), 1)
    else:
        problems.append(FieldProblem("month", "month", NO_MONTH))
    try:
        amount = money.parse_yuan(typed) if typed else None
    except money.AmountError as error:
        problems.append(error.problem("amount"))
    if problems or month is None:
        raise Invalid(problems)
    return benefits.Wanted(what, reason, month, amount, request.POST.get("note", "").strip()[:200])


@require_POST
@for_roll
def review(request: HttpRequest, benefit: str, *, actor: Actor) -> HttpResponse:
    """A review was done and changes nothing."""
    benefits.review(benefit, request.POST.get("note", "").strip()[:200], actor=actor, at=clock.now())
    return HttpResponseRedirect(reverse("desk.benefit", args=[benefit]))
