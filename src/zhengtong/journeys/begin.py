"""Begin an application: the draft is there, and departments have been asked what they know already."""

from datetime import datetime

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.journeys.prefill import prefill
from zhengtong.kernel.actor import Actor
from zhengtong.offer.catalogue import api as catalogue


def begin(service: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """The actor's draft for a service, new on the version published now or the one they have, prefilled.

    Asks departments over the network, so it belongs outside transactions.
    """
    version = catalogue.published(service)
    draft = applications.begin(version.service.id, version.hash, actor=actor, at=at)
    return prefill(draft.id, actor=actor, at=at)
