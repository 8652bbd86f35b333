from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("delivery.publicity.objected")
@dataclass(frozen=True, slots=True)
class Objected:
    """Somebody objects to what was put up while a step of a case is open: its office must look."""

    case: str
    step: str


@event("delivery.publicity.all_looked_at")
@dataclass(frozen=True, slots=True)
class AllLookedAt:
    """No objection to a case waits to be looked at any more."""

    case: str
