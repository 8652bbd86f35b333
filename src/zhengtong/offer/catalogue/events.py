from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("offer.catalogue.service_published")
@dataclass(frozen=True, slots=True)
class ServicePublished:
    """A version became the one new applications begin with."""

    service: str
    hash: str
    number: int
