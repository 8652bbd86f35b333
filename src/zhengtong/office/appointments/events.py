from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("office.appointments.visit_near")
@dataclass(frozen=True, slots=True)
class VisitNear:
    """A visit is due on the next day; said once, to whoever owns the thing it is about."""

    about_type: str
    about_id: str
    day: str
    time: str
