"""What is to be done, and every case."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from zhengtong.channels.desk._request import for_clerks, for_clerks_first
from zhengtong.channels.desk._search import SERIAL, by_number
from zhengtong.channels.desk._waiting import waiting
from zhengtong.channels.desk._words import STATES, case_lamp, lamp_of
from zhengtong.channels.ui.api import short_day, text
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CHOSEN, MOST_COUNTED, CaseSummary, Chosen, Listed, StepKey, WaitingStep
from zhengtong.delivery.publicity import api as publicity
from zhengtong.journeys.objections import DUTY as OBJECTION
from zhengtong.journeys.standing import in_working_days
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.office.duties import api as duties
from zhengtong.office.duties.data import DutyData

PAGE = 20
LONG = 100
"""So many steps and so many duties are shown; there may be more."""
CHIPS: dict[Chosen, Text] = {
    "": Text("全部", "All"),
    "late": Text("超时", "Late"),
    "near": Text("快到期", "Due soon"),
    "person": Text("要人来定", "For a person"),
    "waiting": Text("等部门答复", "With departments"),
}
WHO, WHAT, LIMIT = Text("申请人", "Applicant"), Text("事项", "Service"), Text("期限", "Time")
TO_DO, DUE, NUMBER = Text("要做的", "To do"), Text("到期", "Due"), Text("编号后段", "Number ends")
STEP, HOLDER = Text("环节", "Step"), Text("谁领了", "Taken by")
UNSIGNED = Text("还差 {count} 人签字", "{count} signatures are missing")
NOBODY = Text("还没有人", "Nobody yet")
OPENED = Text("收件", "Received")
BEGIN_BY = Text("{due}前要动手", "begin by {due}")
WHOLE_BY = Text("{due}，整件", "{due}, the whole case")
ABOUT = {"benefit": "desk.benefit", "benefit_list": "desk.benefit_list", "correction": "desk.correction"}
"""Where a duty is done, by what it is about."""


@for_clerks_first
@by_number
def queue(request: HttpRequest, *, actor: Actor, digits: str) -> HttpResponse:
    """The duties of the post and the open cases of the organisation, most urgent first."""
    chosen = _chosen(request)
    found = cases.queue(
        actor,
        at=clock.now(),
        chosen=chosen,
        digits=digits,
        after=request.GET.get("after", ""),
        limit=PAGE,
        steps=LONG,
    )
    counts = cases.queue_counts(actor, clock.today())
    to_do = duties.duties_of(actor, LONG)
    asked = cases.asked_to_confirm(actor)
    unsigned = authorisations.to_take(actor)
    context = {
        **_page(request, actor, found, digits),
        "waiting": waiting(actor, counts, found.steps, to_do, len(asked) + len(unsigned)),
        "named": len({one.number for one in (*found.cases, *(step.summary for step in found.steps))}),
        "is_long": LONG in (len(found.steps), len(to_do)) or counts[""] == MOST_COUNTED,
        "count": counts[chosen],
        "some": _some,
        "chips_rows": [
            {
                "label": CHIPS[one],
                "href": _address(request, chosen=one),
                "count": _some(counts[one]),
                "current": one == chosen,
            }
            for one in CHOSEN
        ],
        "chosen": chosen,
        "step_columns": [{"label": label} for label in (STEP, WHO, WHAT, LIMIT, DUE, HOLDER, NUMBER)],
        "step_rows": [_step_row(one) for one in found.steps],
        "asked_links": [_asked_link(*one) for one in asked],
        "unsigned_links": [_unsigned_link(number, count) for number, count in unsigned.items()],
        "posted_links": _posted_links(actor),
        "duty_columns": [{"label": label} for label in (TO_DO, LIMIT, DUE, NUMBER)],
        "duty_rows": [_duty_row(one) for one in to_do],
        "columns": [{"label": label} for label in (WHO, LIMIT, WHAT, TO_DO, DUE, NUMBER)],
    }
    return render(request, "desk/queue.html", context)


@for_clerks
@by_number
def archive(request: HttpRequest, *, actor: Actor, digits: str) -> HttpResponse:
    """Every case of the organisation, closed ones too, newest first."""
    found = cases.archive(actor, at=clock.now(), digits=digits, after=request.GET.get("after", ""), limit=PAGE)
    columns = [{"label": label} for label in (WHO, LIMIT, WHAT, TO_DO, OPENED, NUMBER)]
    return render(request, "desk/cases.html", {**_page(request, actor, found, digits), "columns": columns})


def _some(count: int) -> str:
    """A number as people read it; beyond what is counted it is known to be no less."""
    return f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"


def _page(request: HttpRequest, actor: Actor, found: Listed, digits: str) -> dict[str, Any]:
    return {
        "actor": actor,
        "rows": [_row(one, one.applicant_name, request) for one in found.cases],
        "digits": digits,
        "next": _address(request, chosen=_chosen(request), q=digits, after=found.after) if found.after else "",
        "back": _address(request, chosen=_chosen(request), q=digits) if request.GET.get("after") else "",
    }


def _row(summary: CaseSummary, name: str, request: HttpRequest) -> dict[str, Any]:
    is_archive = request.path == reverse("desk.cases")
    link = format_html('<a href="{}">{}</a>', reverse("desk.case", args=[summary.number]), name)
    day = summary.opened_at if is_archive else summary.promised_due
    lamp = _lamp(*case_lamp(summary, clock.today()))
    todo = STATES[summary.state]
    return {"cells": [link, lamp, summary.service_name, todo, short_day(day), summary.number[-SERIAL:]]}


def _duty_row(duty: DutyData) -> dict[str, Any]:
    link = format_html('<a href="{}">{}</a>', _duty_address(duty), text(duty.title))
    kind, about = duty.about
    # What is about no case has no number that anybody could read out or find.
    tail = about[-SERIAL:] if kind == "case" else "—"
    return {"cells": [link, _lamp(*lamp_of(duty.due, clock.today())), short_day(duty.due), tail]}


def _step_row(one: WaitingStep) -> dict[str, Any]:
    step, summary = one.step, one.summary
    address = reverse("desk.step", args=[summary.number, step.key.step, step.key.occurrence])
    link = format_html('<a href="{}">{}</a>', address, text(step.name))
    lamp = _lamp(*lamp_of(one.due, clock.today(), by_working_days=in_working_days(one)))
    who, tail = summary.applicant_name, summary.number[-SERIAL:]
    return {"cells": [link, who, summary.service_name, lamp, _due(one), step.held_by_name or NOBODY, tail]}


def _asked_link(number: str, key: StepKey, name: str) -> dict[str, str]:
    href = reverse("desk.together", args=[number, key.step, key.occurrence])
    return {"label": name, "note": number[-SERIAL:], "href": href}


def _unsigned_link(number: str, count: int) -> dict[str, str]:
    href = reverse("desk.signers", args=[number])
    return {"label": text(UNSIGNED.format(count=count)), "note": number[-SERIAL:], "href": href}


def _posted_links(actor: Actor) -> list[dict[str, str]]:
    """What is put up in public about cases the post had in hand: people come and say something to it."""
    waits = cases.waits_behind(actor)
    posted = publicity.posted([number for number, _ in waits])
    return [
        {
            "label": text(step.name),
            "note": f"{number[-SERIAL:]} {short_day(step.due) if step.due else ''}".strip(),
            "href": reverse("desk.objections", args=[number]),
        }
        for number, step in waits
        if number in posted
    ]


def _due(one: WaitingStep) -> str:
    """The day a step waits for, and for what of it."""
    day = short_day(one.due)
    if one.step.not_begun:
        return text(BEGIN_BY.format(due=day))
    return day if one.has_own_day else text(WHOLE_BY.format(due=day))


def _duty_address(duty: DutyData) -> str:
    if duty.kind == "bad_rating":
        return reverse("desk.duty", args=[duty.id])
    if duty.kind == OBJECTION:
        return reverse("desk.objections", args=[duty.about[1]])
    return reverse(ABOUT.get(duty.about[0], "desk.case"), args=[duty.about[1]])


def _lamp(words: Text, state: str) -> str:
    return format_html('<span class="lamp lamp-{}">{}</span>', state or "plain", text(words))


def _chosen(request: HttpRequest) -> Chosen:
    asked = request.GET.get("chosen", "")
    return next((one for one in CHOSEN if one == asked), "")


def _address(request: HttpRequest, **query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{request.path}?{urlencode(given)}" if given else request.path
