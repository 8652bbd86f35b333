from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("trust.identity.appointment_ended")
@dataclass(frozen=True, slots=True)
class AppointmentEnded:
    """A member of staff has left a post, whose last day was `until` (ISO date): what they held needs someone else."""

    account: str
    organisation: str
    post: str
    until: str


@event("trust.identity.person_proven")
@dataclass(frozen=True, slots=True)
class PersonProven:
    """An account is now known to be held by a person (identity.Person id)."""

    account: str
    person: str
    level: int
