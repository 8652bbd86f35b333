"""我的: drafts, cases, letters, and who looked at my data."""

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from zhengtong.channels.portal._benefit_words import AMOUNT
from zhengtong.channels.portal._case_words import IN_FORCE, lamp_of
from zhengtong.channels.portal._evidence import own_rows, own_title
from zhengtong.channels.portal._looks import looked_rows
from zhengtong.channels.portal._request import for_people
from zhengtong.channels.ui.api import current_language, full_day, moment, short_day, text, yuan
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.data import EntitlementData
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.licences.data import LicenceData
from zhengtong.journeys.standing import turns_waiting
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import NoticeData
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.organisations import api as organisations

_A_PAGE, _A_ROW = 100, re.compile("[0-9]{1,18}")
YOUR_TURN = Text("轮到您了", "Your turn")
DRAFT = Text("{when} 存的，接着填", "saved {when}; go on")
TO_SIGN = Text("家里办事，要查您的信息，请您看一看", "Your household applies: please read what is asked about you")
TO_SIGN_NOTE = Text("里面写的，您签了才查", "what it names is asked for once you sign")
UNREAD = Text("没看过，{when}", "unread, {when}")
ISSUED, NOT_VALID = Text("{when} 签发", "issued {when}"), Text("现在不能用", "not in force")
NOT_PAID = {
    "suspended": Text("先不发了", "paused"),
    "stopped": Text("不再发了", "ended"),
}
CAME_BACK = Text("钱退回来了，请换账户", "money came back; name another account")
LOOKS, LOOKS_NOTE = Text("谁看过我的信息", "Who looked at my data"), Text("每一次都在", "every single time")
EVIDENCE = Text("查到我什么", "What was found about me")
EVIDENCE_NOTE = Text("家里人办事时查的，只有您看得到", "for your household's cases; for you alone")
SIGN_IN = Text("登录和密码", "Sign-in and password")
SIGN_OUT, SIGN_OUT_NOTE = Text("退出登录", "Sign out"), Text("在别人的设备上，办完请退出", "on a shared device")


@for_people
def mine(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """What I have begun, what is under way, what was written to me, what I hold."""
    yours = turns_waiting(actor)
    found = sorted(cases.cases_of(actor), key=lambda case: case.number not in yours)
    context = {
        "name": identity.person(actor.person).name,
        "drafts": [_draft(draft) for draft in applications.drafts_of(actor)],
        "to_sign": [_to_sign(case) for case in authorisations.waiting_for(actor)],
        "cases": [{"cells": _cells(case, clock.today(), is_turn=case.number in yours)} for case in found],
        "letters": [_letter(one) for one in notices.inbox(actor.person, current_language())],
        "benefits": [_benefit(one) for one in benefits.benefits_of(actor)],
        "licences": [_licence(one) for one in licences.licences_of_person(actor.person) if one.file],
        "account_links": [
            {"label": LOOKS, "href": reverse("portal.looks"), "note": LOOKS_NOTE},
            {"label": EVIDENCE, "href": reverse("portal.evidence"), "note": EVIDENCE_NOTE},
            {"label": SIGN_IN, "href": reverse("mfa_index"), "note": ""},
            {"label": SIGN_OUT, "href": reverse("account_logout"), "note": SIGN_OUT_NOTE},
        ],
    }
    return render(request, "portal/mine.html", context)


def _to_sign(case: str) -> dict[str, Any]:
    return {"label": TO_SIGN, "href": reverse("portal.sign_own", args=[case]), "note": TO_SIGN_NOTE}


def _draft(draft: ApplicationData) -> dict[str, Any]:
    name = catalogue.version(draft.service_hash).service.name
    href = reverse("portal.start", args=[draft.service])
    return {"label": name, "href": href, "note": DRAFT.format(when=moment(draft.saved_at))}


def _cells(case: CaseSummary, today: date, *, is_turn: bool) -> list[Any]:
    words, state = (YOUR_TURN, "near") if is_turn else lamp_of(case, today)
    address = reverse("portal.case", args=[case.number])
    link = format_html('<a href="{}">{}</a>', address, text(case.service_name))
    lamp = format_html('<span class="lamp lamp-{}">{}</span>', state or "plain", text(words))
    return [link, case.applicant_name, lamp, short_day(case.opened_at)]


def _letter(one: NoticeData) -> dict[str, Any]:
    href = reverse("portal.letter", args=[one.id])
    if one.read:
        return {"label": one.subject, "href": href, "note": short_day(one.at)}
    return {"label": format_html("<b>{}</b>", one.subject), "href": href, "note": UNREAD.format(when=short_day(one.at))}


def _benefit(one: EntitlementData) -> dict[str, Any]:
    """A benefit with its amount, or why nothing comes."""
    name = one.name
    label = Text(f"{name.zh}，{one.person_name}", f"{name.in_('en')}, {one.person_name}")
    note = NOT_PAID.get(one.state, AMOUNT.format(amount=yuan(one.amount_fen)))
    href = reverse("portal.benefit", args=[one.id])
    return {"label": label, "href": href, "note": CAME_BACK if one.account_fails else note}


def _licence(one: LicenceData) -> dict[str, Any]:
    """A licence with the page that proves it: what a QR code on it leads to."""
    note = ISSUED.format(when=full_day(one.issued_at)) if one.status == IN_FORCE else NOT_VALID
    return {"label": one.kind, "href": reverse("portal.verified", args=[one.code]), "note": note}


@for_people
def looks(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """Who looked at my data, when, in which post and why; each query put to a department too."""
    names = {o.code: o.name for o in organisations.organisations()}
    sources = {one.code: one for one in resources.resources()}
    typed = request.GET.get("before", "")
    before = int(typed) if _A_ROW.fullmatch(typed) else None
    found = audit.looks_at(actor.person, _A_PAGE, before)
    older = f"?before={found[-1].row}" if len(found) == _A_PAGE else ""
    rows = looked_rows(found, names, sources)
    return render(request, "portal/looks.html", {"rows": rows, "older": older, "paged": before is not None})


@for_people
def evidence(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """What departments said about me for cases of my household; nobody else of the household is shown it."""
    names = {o.code: o.name for o in organisations.organisations()}
    sources = {one.code: one for one in resources.resources()}
    found = [
        {
            "title": own_title(one, names),
            "rows": own_rows(one, sources),
            "number": one.number if any(need.values for need in one.needs) else "",
        }
        for one in cases.evidence_about(actor)
    ]
    return render(request, "portal/evidence.html", {"cases": found})


@for_people
def letter(request: HttpRequest, letter: str, *, actor: Actor) -> HttpResponse:
    """One letter; opening it marks it read."""
    found = notices.notice(letter, actor.person, current_language())
    if not found.read:
        notices.mark_read(letter, actor=actor, at=clock.now())
    return render(request, "portal/letter.html", {"letter": found})
