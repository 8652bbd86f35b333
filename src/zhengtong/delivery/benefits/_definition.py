"""benefit.yaml of a published version, typed; built once per version."""

from collections.abc import Mapping
from typing import Any

from zhengtong.delivery.benefits._reader import FILE
from zhengtong.delivery.benefits.data import Definition, Move, ReasonData, Review, Taper
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation, ServiceVersion

_built: dict[str, Definition] = {}


def definition_of(version: ServiceVersion) -> Definition | None:
    """What a version of a service pays each month; None when it pays nothing."""
    raw = version.files.get(FILE)
    if raw is None:
        return None
    if version.hash not in _built:
        _built[version.hash] = _build(raw, version)
    return _built[version.hash]


def offered_after_refusal(version: ServiceVersion) -> tuple[str, ...]:
    """Ids of the services a refused applicant is offered."""
    raw = version.files.get(FILE, {})
    return tuple(raw.get("on_refusal", {}).get("offer", ()))


def _build(raw: Mapping[str, Any], version: ServiceVersion) -> Definition:
    cite, pay = version.service.cite, raw["pay"]
    without = pay.get("without_account")
    return Definition(
        kind=raw["kind"],
        name=Text.read(raw["name"]),
        amount=raw["amount"],
        pay_to=pay["to"],
        account=pay["account"],
        account_name=pay["account_name"],
        without_account=Text.read(without) if without else None,
        months_after=raw["first_month"]["months_after"],
        first_cite=cited(cite(raw["first_month"]["cite"])),
        list_day=raw["list"]["day"],
        arrives_by=raw["list"]["arrives_by"],
        review=_review(raw.get("review"), version),
        taper=_taper(raw.get("taper"), version),
        reasons=tuple(_reason(what, one, version) for what, each in raw["reasons"].items() for one in each),
        recalculated=cited(cite(raw["recalculated"]["cite"])) if "recalculated" in raw else None,
    )


def _review(raw: Mapping[str, Any] | None, version: ServiceVersion) -> Review | None:
    if raw is None:
        return None
    return Review(raw["every_months"], raw["days"], Text.read(raw["asks"]), cited(version.service.cite(raw["cite"])))


def _taper(raw: Mapping[str, Any] | None, version: ServiceVersion) -> Taper | None:
    if raw is None:
        return None
    return Taper(raw["months"], Text.read(raw["text"]), cited(version.service.cite(raw["cite"])))


def _reason(what: Move, raw: Mapping[str, Any], version: ServiceVersion) -> ReasonData:
    return ReasonData(what, raw["id"], Text.read(raw["text"]), cited(version.service.cite(raw["cite"])))


def cited(cite: Citation) -> Text:
    """A citation as people read it, marked where nobody has read the article yet."""
    words = f"《{cite.title}》{cite.article}"
    return Text(f"{words}（依据待核）", f"{words} (not yet verified)") if cite.unverified else Text(words, words)
