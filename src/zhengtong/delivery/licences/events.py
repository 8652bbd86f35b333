from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("delivery.licences.requested")
@dataclass(frozen=True, slots=True)
class LicenceRequested:
    """A licence is to be made. `case` is the case number, `person` the holder's identity.Person id."""

    licence: str
    case: str
    person: str


@event("delivery.licences.issued")
@dataclass(frozen=True, slots=True)
class LicenceIssued:
    """The sealed file is stored and can be fetched."""

    licence: str
    case: str
    person: str


@event("delivery.licences.failing")
@dataclass(frozen=True, slots=True)
class LicenceFailing:
    """A licence could not be made several times: said once, while we go on trying."""

    licence: str
    case: str
    person: str


@event("delivery.licences.revoked")
@dataclass(frozen=True, slots=True)
class LicenceRevoked:
    """The licence is no longer in force."""

    licence: str
    case: str
    person: str
