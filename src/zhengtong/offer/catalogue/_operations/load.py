"""Publishing a folder."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db.models import F, Max

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.definitions import Finding
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import _actions, _check, _folder, _policy, _queries
from zhengtong.offer.catalogue._canonical import canonical, content_hash
from zhengtong.offer.catalogue._folder import Folder
from zhengtong.offer.catalogue.data import NotLoadable, ServiceVersion
from zhengtong.offer.catalogue.events import ServicePublished
from zhengtong.offer.catalogue.models import CurrentVersion, Edition, PublishedVersion
from zhengtong.trust.audit import api as audit


def load(path: Path, *, actor: Actor, at: datetime, bases: Sequence[Path] = ()) -> ServiceVersion:
    """Publish a folder as an immutable version, and make it the one new applications begin with.

    The same content twice makes no new row; content published earlier becomes current again. Forbidden without
    `catalogue.publish`; NotLoadable with the findings when the folder has errors.
    """
    _policy.may_publish(actor)
    folder = _folder.read(path, bases)
    findings = (*_check.findings(folder), *_not_for_publishing(folder))
    if any(finding.severity == "error" for finding in findings):
        raise NotLoadable(findings)
    text = canonical(folder.content())
    unverified = sum(finding.code == "unverified" for finding in findings)
    with atomic():
        row, changed = _write(folder.value("service.yaml")["id"], text, unverified, at)
        if changed:
            detail = {"service": row.service, "number": row.number, "unverified": row.unverified}
            audit.record(actor=actor, at=at, action=_actions.PUBLISH, on=("service_version", row.hash), detail=detail)
            events.announce(ServicePublished(row.service, row.hash, row.number))
    return _queries.data_of(row)


def _not_for_publishing(folder: Folder) -> tuple[Finding, ...]:
    if not folder.is_base or "service.yaml" not in folder.files:
        return ()
    text = Text("这是底本，不能直接发布。", "This is a base folder: it is not published itself.")
    mend = Text("另建一个文件夹，用 extends 引它。", "Make a folder that extends it.")
    return (folder.files["service.yaml"].finding((), "base_folder", text, mend),)


def _write(service: str, text: str, unverified: int, at: datetime) -> tuple[PublishedVersion, bool]:
    """The row of this content, and whether what is current has changed."""
    hash = content_hash(text)
    row = PublishedVersion.objects.filter(pk=hash).first()
    if row is None:
        last = PublishedVersion.objects.filter(service=service).aggregate(last=Max("number"))["last"] or 0
        row = PublishedVersion.objects.create(
            hash=hash, service=service, number=last + 1, content=text, unverified=unverified, published_at=at
        )
    current = CurrentVersion.objects.filter(pk=service).first()
    if current is None or current.version_id != hash:
        CurrentVersion.objects.update_or_create(pk=service, defaults={"version": row})
        Edition.objects.update_or_create(pk=1, defaults={"number": F("number") + 1}, create_defaults={"number": 1})
        return row, True
    return row, False
