from datetime import datetime

from zhengtong.delivery.licences import _policy
from zhengtong.delivery.licences._actions import REVOKED
from zhengtong.delivery.licences._queries import REVOKED as REVOKED_STATUS
from zhengtong.delivery.licences._queries import as_data
from zhengtong.delivery.licences.data import AlreadyRevoked, LicenceData
from zhengtong.delivery.licences.events import LicenceRevoked
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def revoke(licence_id: str, *, reason: str, actor: Actor, at: datetime) -> LicenceData:
    """Take a licence out of force, for a reason that is kept. NotFound, Forbidden, AlreadyRevoked."""
    with atomic():
        row = Licence.objects.select_for_update().filter(pk=licence_id).first()
        if row is None:
            raise NotFound()
        _policy.may_revoke(actor, row)
        if row.status == REVOKED_STATUS.code:
            raise AlreadyRevoked()
        row.status = REVOKED_STATUS.code
        row.save(update_fields=["status"])
        audit.record(actor=actor, at=at, action=REVOKED, on=("licence", row.pk), subjects=(row.person,), reason=reason)
        events.announce(LicenceRevoked(licence=row.pk, case=row.case, person=row.person))
    return as_data(row)
