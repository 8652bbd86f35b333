"""Reading postings and objections."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import cast

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.publicity import _actions
from zhengtong.delivery.publicity._codes import posting_lookup, receipt_lookup
from zhengtong.delivery.publicity._policy import require_reader
from zhengtong.delivery.publicity.data import (
    LOOK_WORKING_DAYS,
    Followed,
    ObjectionData,
    PostingData,
    Shown,
    Way,
)
from zhengtong.delivery.publicity.models import Objection, Posting
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

_MOMENT = timedelta(microseconds=1)


def posting(code: str, *, at: datetime) -> PostingData:
    """What a sheet shows, by the code of its address. NotFound when there is none, it is not up yet or it is over: the
    three look the same. Two statements."""
    row = by_code(code)
    return PostingData(
        title=Text.read(row.title),
        issuer=Text.read(row.issuer),
        phone=row.phone,
        shown=tuple(Shown(Text.read(one["label"]), Text.read(one["value"])) for one in row.shown),
        may_be_anonymous=row.may_be_anonymous,
        last_day=clock.china_date(require_up(row, at) - _MOMENT),
    )


def by_code(code: str) -> Posting:
    """The row behind an address. NotFound."""
    row = Posting.objects.filter(code_lookup=posting_lookup(code)).first()
    if row is None:
        raise NotFound()
    return row


def latest(case: str) -> Posting | None:
    """The sheet of a case that was made last. One statement."""
    return Posting.objects.filter(case=case).exclude(code_lookup="").order_by("-pk").first()


def require_up(row: Posting, at: datetime) -> datetime:
    """When the posting will be over; NotFound when it is not up. One statement."""
    for step in cases.process_steps(row.case):
        is_open = step.key.step == row.step and step.state == "open"
        if is_open and step.wait_until is not None and at < step.wait_until:
            return step.wait_until
    raise NotFound()


def is_up(case: str, *, at: datetime) -> bool:
    """Whether something is put up about a case now. For callers that have read the case. At most two statements."""
    row = latest(case)
    try:
        return row is not None and bool(require_up(row, at))
    except NotFound:
        return False


def posted(numbers: Collection[str]) -> frozenset[str]:
    """Those of the cases about which a sheet was made. For callers that have read them. At most one statement."""
    if not numbers:
        return frozenset()
    rows = Posting.objects.filter(case__in=numbers).exclude(code_lookup="")
    return frozenset(rows.values_list("case", flat=True))


def followed(receipt: str) -> Followed:
    """What came of an objection, by its receipt number, for whoever holds it. NotFound. One statement."""
    row = Objection.objects.filter(receipt_lookup=receipt_lookup(receipt)).select_related("posting").first()
    if row is None:
        raise NotFound()
    return Followed(
        case=row.posting.case,
        step=row.posting.step,
        phone=row.posting.phone,
        made_at=row.made_at,
        look_by=look_by(row.made_at),
        looked_at=row.looked_at,
        answer=row.answer,
    )


def look_by(made_at: datetime) -> date:
    """The day by whose end an objection is to be looked at."""
    return calendar.add_working_days(clock.china_date(made_at), LOOK_WORKING_DAYS).date


def objections(case: str, *, actor: Actor, at: datetime) -> tuple[ObjectionData, ...]:
    """Every objection to a case, oldest first, for its clerks; the look is recorded. NotFound for all others."""
    require_reader(case, actor)
    rows = list(Objection.objects.filter(posting__case=case).order_by("made_at", "pk"))
    with atomic():
        audit.record(actor=actor, at=at, action=_actions.LISTED, on=("posting", case), detail={"count": len(rows)})
    return tuple(_data(row) for row in rows)


def objected(case: str, step: str, since: datetime) -> int:
    """How many objected while a step of a case was open that opened at `since`: what was said to an earlier notice of
    the case is that one's. For callers that have read the case. One statement."""
    return Objection.objects.filter(posting__case=case, posting__step=step, made_at__gte=since).count()


def counted(case: str) -> tuple[int, int]:
    """How many objections there are to a case, and how many nobody has looked at. For callers that have read the case.

    One statement.
    """
    looked = list(Objection.objects.filter(posting__case=case).values_list("looked_at", flat=True))
    return len(looked), looked.count(None)


def _data(row: Objection) -> ObjectionData:
    return ObjectionData(
        id=row.pk,
        way=cast(Way, row.way),
        reason=row.reason,
        name=row.name,
        phone=row.phone,
        made_at=row.made_at,
        taken_by=row.taken_by,
        looked_at=row.looked_at,
        looked_by=row.looked_by,
        answer=row.answer,
    )
