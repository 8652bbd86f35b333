from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("trust.identity.appointment_ended")
@dataclass(frozen=True, slots=True)
class AppointmentEnded:
    """A member of staff leaves a post after `until` (ISO date): their open tasks need someone else."""

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
