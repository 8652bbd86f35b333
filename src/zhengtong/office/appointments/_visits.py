"""Booking, moving and closing visits."""

from datetime import datetime, timedelta
from typing import Any, cast

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.appointments import _policy
from zhengtong.office.appointments._actions import BOOKED, CLOSED, LISTED, MOVED, REMINDED
from zhengtong.office.appointments._slots import days_of
from zhengtong.office.appointments.data import (
    Closed,
    NewVisit,
    Slot,
    SlotNotOffered,
    SlotTaken,
    Timetable,
    TooLateToMove,
    Visit,
    VisitState,
)
from zhengtong.office.appointments.events import VisitNear
from zhengtong.office.appointments.models import SlotCount, VisitRow
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action

_BATCH = 50


def book(new: NewVisit, timetable: Timetable, slot: Slot, *, actor: Actor, at: datetime) -> Visit:
    """Book a visit in a free slot, in the caller's transaction; SlotTaken when it has no room left, SlotNotOffered when
    one cannot choose it now. Forbidden."""
    _policy.may_book(actor, new.people)
    with atomic():
        _take(timetable, slot, at)
        row = VisitRow.objects.create(
            about_type=new.about[0],
            about_id=new.about[1],
            title=new.title.plain(),
            people=list(new.people),
            organisation_id=timetable.organisation,
            permission=timetable.permission,
            day=slot.day,
            time=slot.time,
            address=new.address,
            booked_at=at,
        )
        _record(row, BOOKED, actor, at, slot=slot.key)
    return _data(row)


def move(about: tuple[str, str], timetable: Timetable, slot: Slot, *, actor: Actor, at: datetime) -> Visit:
    """Move a booked visit to another free slot; to its own changes nothing.

    NotFound for all but whom it is for, TooLateToMove on the day itself, SlotTaken and SlotNotOffered.
    """
    with atomic():
        found = VisitRow.objects.select_for_update().filter(state="booked", about_type=about[0], about_id=about[1])
        row = _policy.may_move(actor, found.first())
        today = clock.china_date(at)
        if today == row.day:
            raise TooLateToMove()
        if slot != Slot(row.day, row.time) or today > row.day:
            _take(timetable, slot, at)
            _give_back(row)
            before, row.day, row.time = Slot(row.day, row.time).key, slot.day, slot.time
            row.reminded_at = None
            row.save(update_fields=["day", "time", "reminded_at"])
            _record(row, MOVED, actor, at, slot=slot.key, before=before)
    return _data(row)


def close(about: tuple[str, str], state: Closed, *, actor: Actor, at: datetime) -> None:
    """Close the visit booked about a thing, in the caller's transaction, if there is one.

    One that is not needed any more gives its place back; one that the office called off does not, since nobody comes
    then. Forbidden to all but the platform.
    """
    _policy.may_close(actor)
    with atomic():
        found = VisitRow.objects.select_for_update().filter(state="booked", about_type=about[0], about_id=about[1])
        row = found.first()
        if row is None:
            return
        row.state = state
        row.save(update_fields=["state"])
        if state == "not_needed":
            _give_back(row)
        _record(row, CLOSED, actor, at, state=row.state)


def visit_about(about: tuple[str, str]) -> Visit | None:
    """The visit booked about a thing, for the context or journey that owns it. One statement."""
    row = VisitRow.objects.filter(state="booked", about_type=about[0], about_id=about[1]).first()
    return _data(row) if row else None


def visits_of(actor: Actor, *, at: datetime, limit: int = 200) -> tuple[Visit, ...]:
    """The visits booked for the actor's post, in the order of day and time, with a look that names everyone they are
    for. NotFound for who holds no post."""
    _policy.require_post(actor)
    booked = VisitRow.objects.filter(
        state="booked", organisation=actor.organisation, permission__in=sorted(actor.permissions)
    )
    rows = list(booked.order_by("day", "time", "id")[:limit])
    if rows:
        shown = dict.fromkeys(person for row in rows for person in row.people)
        with atomic():
            audit.record(actor=actor, at=at, action=LISTED, on=("visits", actor.organisation), subjects=tuple(shown))
    return tuple(map(_data, rows))


def remind_due() -> int:
    """Announce the visits of the next day that nobody was reminded of; returns how many. For the worker."""
    tomorrow = clock.today() + timedelta(days=1)
    due = VisitRow.objects.filter(state="booked", reminded_at=None, day__lte=tomorrow)
    ids = list(due.order_by("day", "id").values_list("pk", flat=True)[:_BATCH])
    for pk in ids:
        _remind(pk)
    return len(ids)


def _remind(pk: str) -> None:
    actor, at = system("appointments"), clock.now()
    with atomic():
        row = VisitRow.objects.select_for_update().get(pk=pk)
        if row.state != "booked" or row.reminded_at:
            return
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
        _record(row, REMINDED, actor, at)
        events.announce(VisitNear(row.about_type, row.about_id, row.day.isoformat(), row.time))


def _take(timetable: Timetable, slot: Slot, at: datetime) -> None:
    """Count one more visit in a slot, its row held until the transaction ends."""
    if slot.time not in timetable.times or slot.day not in days_of(timetable, clock.china_date(at)):
        raise SlotNotOffered()
    row = _counted(timetable.organisation, timetable.permission, slot)
    if row.taken >= timetable.each:
        raise SlotTaken()
    row.taken += 1
    row.save(update_fields=["taken"])


def _give_back(visit: VisitRow) -> None:
    row = _counted(visit.organisation_id, visit.permission, Slot(visit.day, visit.time))
    row.taken -= 1
    row.save(update_fields=["taken"])


def _counted(organisation: str, permission: str, slot: Slot) -> SlotCount:
    """The row of a slot, held: of two who choose it one sees the other's choice."""
    SlotCount.objects.get_or_create(organisation_id=organisation, permission=permission, day=slot.day, time=slot.time)
    return SlotCount.objects.select_for_update().get(
        organisation=organisation, permission=permission, day=slot.day, time=slot.time
    )


def _data(row: VisitRow) -> Visit:
    return Visit(
        id=row.pk,
        about=(row.about_type, row.about_id),
        title=Text.read(row.title),
        organisation=row.organisation_id,
        permission=row.permission,
        slot=Slot(row.day, row.time),
        address=row.address,
        state=cast(VisitState, row.state),
    )


def _record(row: VisitRow, action: Action, actor: Actor, at: datetime, **detail: Any) -> None:
    audit.record(
        actor=actor, at=at, action=action, on=("visit", row.pk), subjects=tuple(row.people), detail=dict(detail)
    )
