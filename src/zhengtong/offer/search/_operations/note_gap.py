"""Remembering what people asked for and did not find."""

import re
from datetime import date, datetime

from django.db.models import F, Sum

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.search import _actions, _policy, _words
from zhengtong.offer.search.data import Gap
from zhengtong.offer.search.models import ContentGap
from zhengtong.trust.audit import api as audit

_LONGEST = 40
_MOST_A_DAY = 5_000
_NUMBERS = re.compile(r"[0-9][0-9x*\s-]{3,}[0-9x]|\S+@\S+")


def note_gap(query: str, *, actor: Actor, at: datetime) -> None:
    """Count a query that found nothing, without what could name a person: long numbers and addresses go.

    Anybody may. Says nothing of who asked: the audit row is written once, when the query is first met that day, and
    names the day's entry only. Beyond 5,000 different queries a day new ones are not kept.
    """
    _policy.may_note(actor)
    text, day = scrubbed(query), clock.china_date(at)
    if not text:
        return
    with atomic():
        if ContentGap.objects.filter(query=text, day=day).update(count=F("count") + 1):
            return
        if ContentGap.objects.filter(day=day).count() < _MOST_A_DAY:
            row = ContentGap.objects.create(query=text, day=day, count=1)
            audit.record(actor=actor, at=at, action=_actions.NOTE_GAP, on=("content_gap", str(row.pk)))


def gaps(since: date, *, actor: Actor, limit: int = 100) -> tuple[Gap, ...]:
    """What was not found since a day, most asked first. Forbidden without `search.gaps`. One query."""
    _policy.may_read_gaps(actor)
    rows = ContentGap.objects.filter(day__gte=since).values_list("query").annotate(total=Sum("count"))
    return tuple(Gap(query, total) for query, total in rows.order_by("-total", "query")[:limit])


def scrubbed(query: str) -> str:
    """The query as kept: ordinary small characters, no long numbers, no mail addresses, 40 characters at most."""
    text = _NUMBERS.sub("#", _words.normal(query))
    return " ".join(text.split())[:_LONGEST]
