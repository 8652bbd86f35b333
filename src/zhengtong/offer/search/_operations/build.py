"""Building the index when something was published since it was built."""

from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.catalogue.events import ServicePublished
from zhengtong.offer.search import _index
from zhengtong.offer.search._index import Entry
from zhengtong.offer.search.models import IndexWish

_ONLY = 1


def wish(_fact: ServicePublished) -> None:
    """Hears a publication: the index is wanted anew. In the transaction of the delivery, so no file is touched."""
    row, _ = IndexWish.objects.select_for_update().get_or_create(pk=_ONLY, defaults={"number": 0})
    row.number += 1
    row.save(update_fields=["number"])


def build_due() -> int:
    """Build this node's index if a later publication than its own is known; 1 if it was built. One or two queries."""
    wanted = IndexWish.objects.filter(pk=_ONLY).values_list("number", flat=True).first()
    if wanted is None or _built() >= wanted:
        return 0
    with _index.only_writer() as may_write:
        if not may_write or _built() >= wanted:
            return 0
        _index.write([_entry(version) for version in catalogue.published_services()], wanted)
    return 1


def _built() -> int:
    pointer = _index.pointer()
    return pointer.number if pointer else 0


def _entry(version: ServiceVersion) -> Entry:
    service = version.service
    return Entry(
        texts={
            "name": service.name.zh,
            "says": "\n".join(service.says),
            "summary": f"{service.summary.zh}\n{service.who.zh}",
            "guide": catalogue.guide_of(version),
            "name_en": service.name.en,
            "says_en": "\n".join(service.says_en),
            "summary_en": f"{service.summary.en}\n{service.who.en}",
            "guide_en": catalogue.guide_of(version, "en"),
        },
        payload={
            "service": service.id,
            "hash": version.hash,
            "name": service.name.plain(),
            "summary": service.summary.plain(),
        },
    )
