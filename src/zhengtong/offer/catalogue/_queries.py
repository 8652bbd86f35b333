"""Reading what is published. A version read once stays parsed in this process: it never changes."""

import json

from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue._typed import service_of
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.catalogue.models import CurrentVersion, Edition, PublishedVersion

_parsed: dict[str, ServiceVersion] = {}


def version(hash: str) -> ServiceVersion:
    """A published version by its hash; NotFound when there is none. No query when read before, else one."""
    if hash not in _parsed:
        row = PublishedVersion.objects.filter(pk=hash).first()
        if row is None:
            raise NotFound()
        _keep(row)
    return _parsed[hash]


def published(service: str) -> ServiceVersion:
    """The version new applications of a service begin with; NotFound when nothing is published.

    One query, and another the first time this process meets the version.
    """
    hash = CurrentVersion.objects.filter(pk=service).values_list("version_id", flat=True).first()
    if hash is None:
        raise NotFound()
    return version(hash)


def published_services() -> tuple[ServiceVersion, ...]:
    """Every service as new applications find it, by id. One query, and another when some are new to this process."""
    hashes = list(CurrentVersion.objects.order_by("service").values_list("version_id", flat=True))
    unknown = [hash for hash in hashes if hash not in _parsed]
    if unknown:
        for row in PublishedVersion.objects.filter(pk__in=unknown).order_by("pk"):
            _keep(row)
    return tuple(_parsed[hash] for hash in hashes)


def edition() -> int:
    """A number that changes whenever what is published does: whoever keeps pages asks whether they are still right.

    One query.
    """
    return Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def data_of(row: PublishedVersion) -> ServiceVersion:
    return _parsed.get(row.hash) or _keep(row)


def _keep(row: PublishedVersion) -> ServiceVersion:
    files = json.loads(row.content)
    parsed = ServiceVersion(
        hash=row.hash,
        service=service_of(files["service.yaml"]),
        number=row.number,
        published_at=row.published_at,
        files=files,
        unverified=row.unverified,
    )
    return _parsed.setdefault(row.hash, parsed)
