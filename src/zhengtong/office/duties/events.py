from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("office.duties.closed")
@dataclass(frozen=True, slots=True)
class DutyWasClosed:
    """A duty is done. `about_type` and `about_id` name the thing it was about."""

    duty: str
    kind: str
    organisation: str
    about_type: str
    about_id: str
