"""Taking a file of regions, organisations and posts in: all of it or nothing, and twice the same as once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.organisations import _check, _policy
from zhengtong.trust.organisations._actions import LOADED
from zhengtong.trust.organisations._errors import BadOrganisationsFile
from zhengtong.trust.organisations.data import Loaded
from zhengtong.trust.organisations.models import Organisation, Post, Region

Entry = dict[str, Any]


def load(path: Path, *, actor: Actor, at: datetime) -> Loaded:
    """Take in regions, organisations and posts from YAML; nothing is ever deleted, since work hangs on posts.

    Forbidden without "organisations.manage"; BadOrganisationsFile carries every finding with file and line.
    """
    _policy.may_manage(actor)
    lists, findings = _check.checked(path)
    if findings:
        raise BadOrganisationsFile(findings)
    with atomic():
        loaded = Loaded(
            at=at,
            regions=tuple(_each(lists["regions"], _region)),
            organisations=tuple(_each(lists["organisations"], _organisation)),
            posts=tuple(_each(lists["posts"], _post)),
        )
        _record(loaded, actor)
    return loaded


def _record(loaded: Loaded, actor: Actor) -> None:
    detail = {"regions": loaded.regions, "organisations": loaded.organisations, "posts": loaded.posts}
    if any(detail.values()):
        audit.record(actor=actor, at=loaded.at, action=LOADED, on=("organisations", "all"), detail=detail)


def _each(entries: list[Entry], save: Callable[[Entry], str]) -> list[str]:
    return [name for name in (save(entry) for entry in entries) if name]


def _changed(model: type[models.Model], keys: Entry, values: Entry) -> bool:
    row = model._default_manager.filter(**keys).first()
    if row is None:
        model._default_manager.create(**keys, **values)
        return True
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
    return bool(changed)


def _region(entry: Entry) -> str:
    values = {
        "name": entry["name"],
        "name_en": entry.get("name_en", ""),
        "level": entry["level"],
        "parent_id": entry.get("parent"),
    }
    return entry["code"] if _changed(Region, {"code": entry["code"]}, values) else ""


def _organisation(entry: Entry) -> str:
    values = {key: entry.get(key, "") for key in ("name", "name_en", "short_name", "phone", "address")}
    values["region_id"] = entry["region"]
    return entry["code"] if _changed(Organisation, {"code": entry["code"]}, values) else ""


def _post(entry: Entry) -> str:
    keys = {"organisation_id": entry["organisation"], "name": entry["name"]}
    values = {"name_en": entry.get("name_en", ""), "permissions": sorted(entry["permissions"])}
    return f"{entry['organisation']} {entry['name']}" if _changed(Post, keys, values) else ""
