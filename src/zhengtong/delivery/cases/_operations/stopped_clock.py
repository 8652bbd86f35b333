"""The clock of a case stands while a step that stops it is open, at most to the day its article allows."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import note
from zhengtong.delivery.cases._operations.due_dates import set_limits
from zhengtong.delivery.cases._policy import require_system
from zhengtong.delivery.cases.events import DueChanged
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit

MOVED = Text(
    "“{step}”用的 {days} 个工作日不算在期限里，日期改到{zh}",
    "{days} working days of “{step}” do not count: the date is now {en}",
)


def count_stopped_days(case: Case, row: ProcessStep, *, actor: Actor, at: datetime) -> None:
    """Give the case back the days its clock stood for a step that has just ended, in the caller's transaction."""
    if row.stops_until is None or row.stops_counted:
        return
    row.stops_counted = True
    row.save(update_fields=["stops_counted"])
    before, due_before = case.stopped_days, case.promised_due
    recount(case, at)
    if case.promised_due != due_before:
        _tell(case, row, case.stopped_days - before, actor, at)


def recount(case: Case, at: datetime) -> None:
    """Count the dates of a case again, with the days its clock stood since they run."""
    case.stopped_days = len(_days(case, at))
    set_limits(case)
    case.save(update_fields=["accepted_at", "stopped_days", "legal_due", "promised_due", "due_is_provisional"])


def stops_over(*, actor: Actor, at: datetime) -> int:
    """Let the clock run again where a step is open longer than its article lets it stand; returns how many."""
    require_system(actor)
    due = ProcessStep.objects.filter(stops_counted=False, stops_until__lt=clock.china_date(at))
    rows = list(due.order_by("stops_until", "id").values_list("pk", "case_id"))
    for pk, case_id in rows:
        with atomic():
            case = Case.objects.select_for_update().defer("fields", "decision").get(pk=case_id)
            count_stopped_days(case, ProcessStep.objects.get(pk=pk), actor=actor, at=at)
    return len(rows)


def _days(case: Case, at: datetime) -> set[date]:
    """The working days on which the clock stood: a day two steps stopped counts once, the day a stop began not at all,
    since a period begins on the day after (民法典 art. 201), and no day before the limits ran."""
    since = clock.china_date(case.accepted_at or case.opened_at)
    rows = ProcessStep.objects.filter(case=case, stops_counted=True)
    stood = {day for row in rows for day in _stood(row, at)}
    return {day for day in stood if day > since and calendar.is_working_day(day).working}


def _stood(row: ProcessStep, at: datetime) -> Iterable[date]:
    assert row.stops_until is not None
    first, last = clock.china_date(row.opened_at), min(clock.china_date(row.done_at or at), row.stops_until)
    return (first + timedelta(days=shift) for shift in range(1, (last - first).days + 1))


def _tell(case: Case, row: ProcessStep, days: int, actor: Actor, at: datetime) -> None:
    step, due = Text.read(row.name), case.promised_due
    zh = MOVED.zh.format(step=step.zh, days=days, zh=f"{due.month}月{due.day}日")
    note(
        case,
        "due_changed",
        Text(zh, MOVED.en.format(step=step.in_("en"), days=days, en=f"{due:%-d %B %Y}")),
        actor=actor,
        at=at,
    )
    audit.record(
        actor=actor,
        at=at,
        action=_actions.CLOCK_STOOD,
        on=("case", case.number),
        subjects=(case.applicant_id,),
        reason=row.stops_why["cite"]["zh"],
        detail={"step": row.step, "days": days, "due": due.isoformat()},
    )
    events.announce(DueChanged(case.number, "stopped", due.isoformat()))
