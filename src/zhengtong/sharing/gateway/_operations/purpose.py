"""Stating why data are asked for: a purpose exists only where a grant is in force."""

import json
from dataclasses import asdict, replace
from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.sharing.gateway import _policy
from zhengtong.sharing.gateway._stated import end_of
from zhengtong.sharing.gateway.data import Purpose, Wanted
from zhengtong.sharing.resources import api as resources
from zhengtong.trust.keys import api as keys


def purpose(wanted: Wanted, *, operator: Actor, at: datetime) -> Purpose:
    """The purpose of asking for what is wanted, good for 30 days or until the grant ends.

    It covers the fields that the grant allows: what nobody uses is not asked for. These are the items a request must
    state: 政务数据共享条例 art. 20.

    NotGranted without a grant in force for this organisation, service and use, or with one for none of the fields;
    Forbidden when the operator may not speak for the organisation. One SQL statement.
    """
    _policy.may_state_purpose(operator, wanted.organisation, wanted.use)
    grant = resources.live_grant(
        resource=wanted.resource,
        requester=wanted.organisation,
        service=wanted.service,
        use=wanted.use,
        on=clock.china_date(at),
    )
    fields = tuple(name for name in grant.fields if name in wanted.fields)
    if not fields:
        raise resources.NotGranted()
    unsealed = Purpose(
        reference=wanted.reference,
        step=wanted.step,
        operator=operator,
        organisation=wanted.organisation,
        service=wanted.service,
        resource=wanted.resource,
        use=wanted.use,
        grant=grant.id,
        basis_kind=grant.basis_kind,
        basis=grant.basis,
        fields=fields,
        expires=end_of(grant, at),
        seal="",
    )
    return replace(unsealed, seal=_seal(unsealed))


def check_purpose(purpose: Purpose, at: datetime) -> None:
    """That a purpose is genuine and that its grant is in force at this moment too.

    ForgedPurpose, PurposeExpired or NotGranted otherwise. One SQL statement.
    """
    if purpose.seal != _seal(purpose):
        raise _policy.ForgedPurpose()
    _policy.may_still_use(purpose, at)
    resources.grant_in_force(purpose.grant, clock.china_date(at))


def _seal(purpose: Purpose) -> str:
    """A keyed hash over everything but the seal itself."""
    items = asdict(replace(purpose, seal=""))
    items["operator"]["permissions"] = sorted(purpose.operator.permissions)
    return keys.lookup("sharing.purpose", json.dumps(items, sort_keys=True, default=datetime.isoformat))
