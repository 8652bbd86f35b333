"""Registering how a resource is reached."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.resources import _actions, _policy
from zhengtong.sharing.resources.data import ConnectionData
from zhengtong.sharing.resources.models import Connection, Resource
from zhengtong.trust.audit import api as audit


def connect(connection: ConnectionData, *, actor: Actor, at: datetime) -> bool:
    """Register or change a connection; False when it already was so. Needs `sharing.manage`.

    NotFound when the resource is not in the catalogue. The settings are not written into the audit log: they may
    hold a secret.
    """
    _policy.may_manage(actor)
    if not Resource.objects.filter(pk=connection.resource).exists():
        raise NotFound()
    values = {"driver": connection.driver, "address": connection.address, "settings": dict(connection.settings)}
    row = Connection.objects.filter(pk=connection.resource).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return False
    with atomic():
        Connection.objects.update_or_create(resource_id=connection.resource, defaults=values)
        audit.record(
            actor=actor,
            at=at,
            action=_actions.CONNECTED,
            on=("resource", connection.resource),
            detail={"driver": connection.driver, "address": connection.address},
        )
    return True
