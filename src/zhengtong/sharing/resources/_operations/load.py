"""Taking a catalogue file in: all of it, or nothing with the faults named."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.resources import _actions, _findings, _policy
from zhengtong.sharing.resources._operations.connect import connect
from zhengtong.sharing.resources.data import ConnectionData, Loaded
from zhengtong.sharing.resources.models import Grant, Resource
from zhengtong.trust.audit import api as audit


def check(path: Path) -> tuple[Finding, ...]:
    """The faults of a catalogue file, in the order of the file; empty when it may be loaded."""
    return _checked(path)[1]


def load(path: Path, *, actor: Actor, at: datetime) -> Loaded:
    """Publish the entries, grants and connections of a file; what is unchanged writes nothing.

    Needs `sharing.manage`. BadDefinition names every fault with its line, and then nothing is taken.
    """
    _policy.may_manage(actor)
    content, findings = _checked(path)
    if findings:
        raise _policy.BadDefinition(path.name, findings)
    with atomic():
        return Loaded(
            resources=tuple(
                entry["code"] for entry in content.get("resources", []) if _publish(entry, actor=actor, at=at)
            ),
            grants=tuple(entry["id"] for entry in content.get("grants", []) if _grant(entry, actor=actor, at=at)),
            connections=tuple(
                entry["resource"]
                for entry in content.get("connections", [])
                if connect(_connection(entry), actor=actor, at=at)
            ),
        )


def _checked(path: Path) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    file, findings = _findings.read(path)
    if file is None or findings:
        return {}, findings
    known = dict(Resource.objects.values_list("code", "definition"))
    return file.value, _findings.between_parts(file, known)


def _publish(entry: Mapping[str, Any], *, actor: Actor, at: datetime) -> bool:
    row = Resource.objects.filter(pk=entry["code"]).first()
    if row is not None and row.definition == entry:
        return False
    Resource.objects.update_or_create(
        pk=entry["code"],
        defaults={
            "provider": entry["provider"]["code"],
            "share_kind": entry["share_kind"],
            "definition": dict(entry),
            "published_at": at,
        },
    )
    audit.record(actor=actor, at=at, action=_actions.RESOURCE_PUBLISHED, on=("resource", entry["code"]))
    return True


def _grant(entry: Mapping[str, Any], *, actor: Actor, at: datetime) -> bool:
    values = {name: entry[name] for name in ("requester", "service", "fields", "basis_kind", "basis", "use")}
    values |= {"resource_id": entry["resource"], "verified": "source" in entry}
    dates = {"since": entry["since"], "until": entry["until"]}
    row = Grant.objects.filter(pk=entry["id"]).first()
    if row is not None and _same(row, values | dates):
        return False
    Grant.objects.update_or_create(pk=entry["id"], defaults=values | dates)
    audit.record(
        actor=actor, at=at, action=_actions.GRANT_GIVEN, on=("grant", entry["id"]), reason=entry["basis"], detail=values
    )
    return True


def _same(row: Grant, values: Mapping[str, Any]) -> bool:
    return all(_json(getattr(row, name)) == value for name, value in values.items())


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _connection(entry: Mapping[str, Any]) -> ConnectionData:
    return ConnectionData(entry["resource"], entry["driver"], entry["address"], entry["settings"])
