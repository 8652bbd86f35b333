"""Provisional due dates become firm when the year's working days are published."""

from datetime import date, datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import note
from zhengtong.delivery.cases._policy import require_system
from zhengtong.delivery.cases.events import DueChanged
from zhengtong.delivery.cases.models import Case
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

CHANGED = {
    "promised": Text(
        "国家公布了放假安排，承诺的日期由{before}改为{after}",
        "The year's holidays were published: the promised date moves from {before} to {after}",
    ),
    "legal": Text(
        "国家公布了放假安排，规定的最长期限由{before}改为{after}",
        "The year's holidays were published: the latest date by rule moves from {before} to {after}",
    ),
}


def limits(opened: date, legal_days: int, promised_days: int) -> tuple[calendar.DueDate, calendar.DueDate]:
    """Legal and promised due dates of a case opened on a day, counted in working days from the day after."""
    return calendar.add_working_days(opened, legal_days), calendar.add_working_days(opened, promised_days)


def set_limits(case: Case) -> None:
    """Count the due dates of a case on the calendar of now, from its acceptance and with the days its clock stood. The
    caller saves them."""
    since, stood = clock.china_date(case.accepted_at or case.opened_at), case.stopped_days
    legal, promised = limits(since, case.legal_days + stood, case.promised_days + stood)
    case.legal_due, case.promised_due = legal.date, promised.date
    case.due_is_provisional = legal.provisional or promised.provisional


def recompute_due_dates(*, actor: Actor, at: datetime) -> int:
    """Recompute every open case whose due date is provisional; returns how many dates moved.

    Run after a year's notice was loaded. A case whose date moves gets a step and the event DueChanged.
    """
    require_system(actor)
    numbers = Case.objects.filter(due_is_provisional=True).exclude(state="closed").order_by("id")
    return sum(_recompute(number, actor, at) for number in list(numbers.values_list("number", flat=True)))


def _recompute(number: str, actor: Actor, at: datetime) -> bool:
    with atomic():
        case = Case.objects.select_for_update().get(number=number)
        promised_before, legal_before, was_provisional = case.promised_due, case.legal_due, case.due_is_provisional
        set_limits(case)
        before, after = _first_move((promised_before, case.promised_due), (legal_before, case.legal_due))
        if before == after and case.due_is_provisional == was_provisional:
            return False
        case.save(update_fields=["legal_due", "promised_due", "due_is_provisional"])
        _record(case, before, after, actor, at)
        if before != after:
            _tell(case, before, after, actor, at)
    return before != after


def _first_move(promised: tuple[date, date], legal: tuple[date, date]) -> tuple[date, date]:
    """The date people wait for, before and after: the promised one, or the legal one where only that moved."""
    return promised if promised[0] != promised[1] else legal


def _record(case: Case, before: date, after: date, actor: Actor, at: datetime) -> None:
    """Also where a date only lost its mark of being provisional."""
    audit.record(
        actor=actor,
        at=at,
        action=_actions.RECOMPUTED,
        on=("case", case.number),
        subjects=(case.applicant_id,),
        detail={"which": _which(case, after), "before": before.isoformat(), "after": after.isoformat()},
    )


def _tell(case: Case, before: date, after: date, actor: Actor, at: datetime) -> None:
    which = _which(case, after)
    text = CHANGED[which]
    words = Text(
        text.zh.format(before=_said(before, after).zh, after=_said(after, before).zh),
        text.en.format(before=_said(before, after).en, after=_said(after, before).en),
    )
    note(case, "due_changed", words, actor=actor, at=at)
    events.announce(DueChanged(case.number, which, after.isoformat()))


def _which(case: Case, after: date) -> str:
    return "promised" if case.promised_due == after else "legal"


def _said(on: date, beside: date) -> Text:
    """A date as people read it, with its year where the two differ in it."""
    year = on.year != beside.year
    return Text(
        f"{on.year}年{on.month}月{on.day}日" if year else f"{on.month}月{on.day}日",
        f"{on:%-d %B %Y}" if year else f"{on:%-d %B}",
    )
