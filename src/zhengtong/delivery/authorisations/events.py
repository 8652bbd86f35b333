from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("delivery.authorisations.signed")
@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody has signed: what waited for it may be asked."""

    case: str
    person: str
    number: str


@event("delivery.authorisations.refused")
@dataclass(frozen=True, slots=True)
class Refused:
    """Somebody does not agree that their data are asked for: people must see to it."""

    case: str
    person: str
    number: str
