"""Which slots a timetable has from a day on, and which are free."""

from collections.abc import Iterator
from datetime import date, timedelta

from zhengtong.kernel import calendar
from zhengtong.office.appointments.data import Slot, Timetable
from zhengtong.office.appointments.models import SlotCount

_ONE_DAY = timedelta(days=1)


def days_of(timetable: Timetable, today: date) -> Iterator[date]:
    """The working days one may choose today, soonest first."""
    day = calendar.add_working_days(today, timetable.earliest).date
    last = calendar.add_working_days(today, timetable.latest).date
    while day <= last:
        if day.isoweekday() in timetable.weekdays and calendar.is_working_day(day).working:
            yield day
        day += _ONE_DAY


def free_slots(timetable: Timetable, today: date) -> tuple[Slot, ...]:
    """The slots with room left that one may choose today, soonest first. One statement."""
    days = list(days_of(timetable, today))
    if not days:
        return ()
    counts = SlotCount.objects.filter(
        organisation=timetable.organisation, permission=timetable.permission, day__range=(days[0], days[-1])
    )
    taken = {(row.day, row.time): row.taken for row in counts}
    slots = (Slot(day, time) for day in days for time in timetable.times)
    return tuple(slot for slot in slots if taken.get((slot.day, slot.time), 0) < timetable.each)
