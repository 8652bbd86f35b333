"""Reads of the catalogue. Each makes one SQL statement."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.sharing.resources._policy import NotGranted
from zhengtong.sharing.resources.data import (
    ANY_SERVICE,
    BasisKind,
    ConnectionData,
    FieldData,
    GrantData,
    ProviderData,
    ResourceData,
    Use,
)
from zhengtong.sharing.resources.models import Connection, Grant, Resource


def resource(code: str) -> ResourceData:
    """A catalogue entry; NotFound when there is none."""
    row = Resource.objects.filter(pk=code).first()
    if row is None:
        raise NotFound()
    return resource_of(row.definition)


def resources() -> tuple[ResourceData, ...]:
    """Every catalogue entry, by code."""
    return tuple(resource_of(row.definition) for row in Resource.objects.order_by("code"))


def grants_of(code: str) -> tuple[GrantData, ...]:
    """Every grant of a resource that was not ended, lapsed ones too, by id."""
    rows = Grant.objects.filter(resource=code, ended_at__isnull=True).order_by("pk")
    return tuple(grant_of(row) for row in rows)


def live_grant(*, resource: str, requester: str, service: str, use: Use, on: date) -> GrantData:
    """The grant in force on a day, one naming the service before one for all; NotGranted when there is none."""
    rows = Grant.objects.filter(
        resource=resource,
        requester=requester,
        service__in=(service, ANY_SERVICE),
        use=use,
        since__lte=on,
        until__gte=on,
        ended_at__isnull=True,
    ).exclude(resource__share_kind="withheld")
    found = sorted(rows, key=lambda row: (row.service == ANY_SERVICE, row.pk))
    if not found:
        raise NotGranted()
    return grant_of(found[0])


def grant_in_force(grant_id: str, on: date) -> GrantData:
    """A grant by id, if it is in force on a day; NotGranted otherwise."""
    in_force = {"since__lte": on, "until__gte": on, "ended_at__isnull": True}
    row = Grant.objects.filter(pk=grant_id, **in_force).exclude(resource__share_kind="withheld").first()
    if row is None:
        raise NotGranted()
    return grant_of(row)


def connection(code: str) -> ConnectionData:
    """How a resource is reached; NotFound when it is not connected."""
    row = Connection.objects.filter(pk=code).first()
    if row is None:
        raise NotFound()
    return ConnectionData(row.resource_id, row.driver, row.address, cast(Mapping[str, object], row.settings))


def grant_of(row: Grant) -> GrantData:
    return GrantData(
        id=row.pk,
        resource=row.resource_id,
        requester=row.requester,
        service=row.service,
        fields=tuple(row.fields),
        basis_kind=cast(BasisKind, row.basis_kind),
        basis=row.basis,
        verified=row.verified,
        use=cast(Use, row.use),
        since=row.since,
        until=row.until,
    )


def resource_of(entry: Mapping[str, Any]) -> ResourceData:
    provider = entry["provider"]
    return ResourceData(
        code=entry["code"],
        name=Text.read(entry["name"]),
        provider=ProviderData(provider["code"], Text.read(provider["name"]), Text.read(provider["short"])),
        data_format=entry["data_format"],
        update_cycle=entry["update_cycle"],
        share_kind=entry["share_kind"],
        method=entry["method"],
        conditions=Text.read(entry.get("conditions", "")),
        grade=entry["grade"],
        withheld_because=Text.read(entry.get("withheld_because", "")),
        subject_field=entry["subject_field"],
        fields=tuple(_field(field) for field in entry["fields"]),
    )


def _field(entry: Mapping[str, Any]) -> FieldData:
    return FieldData(
        name=entry["name"],
        label=Text.read(entry["label"]),
        type=entry["type"],
        required=entry.get("required", True),
        items=tuple(_field(item) for item in entry.get("items", [])),
    )
