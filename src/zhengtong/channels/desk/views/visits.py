"""The visits booked for a post, day by day in their order."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from zhengtong.channels.desk._request import for_clerks
from zhengtong.channels.desk._search import SERIAL
from zhengtong.channels.ui.api import day, text
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import Visit

TIME, WHERE, WHAT, NUMBER = Text("时间", "Time"), Text("地址", "Where"), Text("事项", "Service"), Text("编号", "Number")


@for_clerks
def visits(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    """Where to go on which day, in order."""
    booked = appointments.visits_of(actor, at=clock.now())
    days = groupby(booked, key=lambda one: one.slot.day)
    context = {
        "actor": actor,
        "columns": [{"label": label} for label in (TIME, WHERE, WHAT, NUMBER)],
        "days": [{"day": day(on), "rows": [_row(one) for one in found]} for on, found in days],
    }
    return render(request, "desk/visits.html", context)


def _row(visit: Visit) -> dict[str, object]:
    number = visit.about[1]
    link = format_html('<a href="{}">{}</a>', reverse("desk.case", args=[number]), visit.address)
    return {"cells": [visit.slot.time.replace("-", "—"), link, text(visit.title), number[-SERIAL:]]}
