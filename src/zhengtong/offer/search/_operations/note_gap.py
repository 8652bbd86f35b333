"""Remembering what people asked for and did not find."""

import re
from datetime import date, datetime

from django.db.models import F, Min, Sum

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.search import _actions, _policy, _words
from zhengtong.offer.search.data import Gap
from zhengtong.offer.search.models import ContentGap
from zhengtong.trust.audit import api as audit

_LONGEST = 40
_MOST_A_DAY = 5_000
_MOST_COUNTED = 1_000
_NUMBERS = re.compile(r"[0-9][0-9x*\s-]{3,}[0-9x]|\S+@\S+")


def note_gap(query: str, *, actor: Actor, at: datetime) -> None:
    """Count a query that found nothing, without what could name a person: long numbers and addresses go.

    Anybody may. Says nothing of who asked: the audit row is written once, when the query is first met that day, and
    names the day's entry only. Whoever asks without end writes no more: beyond 5,000 different queries a day new ones
    are not kept, and beyond 1,000 times a day one is not counted further.
    """
    _policy.may_note(actor)
    text, day = scrubbed(query), clock.china_date(at)
    if not text:
        return
    with atomic():
        met = ContentGap.objects.filter(query=text, day=day)
        if met.filter(count__lt=_MOST_COUNTED).update(count=F("count") + 1) or met.exists():
            return
        if ContentGap.objects.filter(day=day).count() < _MOST_A_DAY:
            row = ContentGap.objects.create(query=text, day=day, count=1)
            audit.record(actor=actor, at=at, action=_actions.NOTE_GAP, on=("content_gap", str(row.pk)))


def gaps(since: date, *, actor: Actor, limit: int = 100) -> tuple[Gap, ...]:
    """What was not found since a day and is not seen to yet, most asked first. Forbidden without `search.gaps`.

    One query.
    """
    _policy.may_see_to_gaps(actor)
    open_rows = ContentGap.objects.filter(day__gte=since, done_at=None).values_list("query")
    rows = open_rows.annotate(total=Sum("count"), first=Min("day"))
    return tuple(Gap(*row) for row in rows.order_by("-total", "query")[:limit])


def close_gap(query: str, *, actor: Actor, at: datetime) -> None:
    """Somebody has seen to it, so that the query finds something or is known to be none of ours.

    Asked again on a later day it is a gap again. Forbidden without `search.gaps`; NotFound when there is no such gap.
    """
    _policy.may_see_to_gaps(actor)
    with atomic():
        rows = ContentGap.objects.select_for_update().filter(query=query, done_at=None).order_by("id")
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        if not ids:
            raise NotFound()
        rows.update(done_at=at)
        audit.record(actor=actor, at=at, action=_actions.CLOSE_GAP, on=("content_gap", ids[-1]))


def scrubbed(query: str) -> str:
    """The query as kept: ordinary small characters, no long numbers, no mail addresses, 40 characters at most."""
    text = _NUMBERS.sub("#", _words.normal(query))
    return " ".join(text.split())[:_LONGEST]
