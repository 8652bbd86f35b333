"""Stating why data are asked for: a purpose exists only where a grant is in force."""

import json
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.sharing.gateway import _policy
from zhengtong.sharing.gateway.data import Purpose
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import GrantData, Use
from zhengtong.trust.keys import api as keys

LONGEST = timedelta(days=30)


def purpose(
    *,
    resource: str,
    reference: str,
    step: str,
    operator: Actor,
    organisation: str,
    service: str,
    use: Use,
    at: datetime,
) -> Purpose:
    """The purpose of asking `resource` for a reference and step, good for 30 days or until the grant ends.

    These are the items a request must state: 政务数据共享条例 art. 20.

    NotGranted without a grant in force for this organisation, service and use; Forbidden when the operator may not
    speak for the organisation. One SQL statement.
    """
    _policy.may_state_purpose(operator, organisation, use)
    grant = resources.live_grant(
        resource=resource, requester=organisation, service=service, use=use, on=clock.china_date(at)
    )
    unsealed = Purpose(
        reference=reference,
        step=step,
        operator=operator,
        organisation=organisation,
        service=service,
        resource=resource,
        use=use,
        grant=grant.id,
        basis_kind=grant.basis_kind,
        basis=grant.basis,
        fields=grant.fields,
        expires=min(at + LONGEST, _end_of(grant)),
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


def _end_of(grant: GrantData) -> datetime:
    return datetime.combine(grant.until + timedelta(days=1), time(), clock.CHINA)


def _seal(purpose: Purpose) -> str:
    """A keyed hash over everything but the seal itself."""
    items = asdict(replace(purpose, seal=""))
    items["operator"]["permissions"] = sorted(purpose.operator.permissions)
    return keys.lookup("sharing.purpose", json.dumps(items, sort_keys=True, default=datetime.isoformat))
