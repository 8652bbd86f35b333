"""From service.yaml and licence.yaml, already checked, to typed values."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import (
    Citation,
    LicenceDefinition,
    LicenceField,
    Limits,
    Paper,
    Service,
    ServiceVersion,
)

APPLICANT = "applicant"
"""For whom a service is that asks no party question: the one who applies."""

_BY = {
    "applicant": Text("您提供", "you provide it"),
    "sharing": Text("我们去问，不用您交", "we ask for it, you hand in nothing"),
    "licence": Text("用电子证照", "an e-licence serves"),
}


def service_of(raw: Mapping[str, Any]) -> Service:
    """The typed service of a checked service.yaml."""
    limit, delegable, parties = raw["limit"], raw["delegable"], raw["parties"]
    return Service(
        id=raw["id"],
        name=Text.read(raw["name"]),
        summary=Text.read(raw["summary"]),
        says=tuple(raw["says"]),
        says_en=tuple(raw.get("says_en", ())),
        item_kind=raw["item_kind"],
        basic_code=raw["codes"]["basic"],
        implementation_code=raw["codes"].get("implementation", ""),
        basis=tuple(_citation(id, entry) for id, entry in raw["basis"].items()),
        organisation=raw["organisation"]["code"],
        organisation_name=Text.read(raw["organisation"]["name"]),
        region=raw["region"]["code"],
        region_name=Text.read(raw["region"]["name"]),
        level=raw["level"],
        limits=Limits(limit["legal"]["working_days"], limit["promised"].get("working_days")),
        visits=raw["visits"]["count"],
        fee=Text.read(raw["fee"]["amount"]) if raw["fee"]["charged"] else None,
        address=Text.read(raw["where"]["address"]),
        hours=Text.read(raw["where"]["hours"]),
        phone=raw["phone"],
        complaint_phone=raw["complaint_phone"],
        who=Text.read(raw["who"]),
        results=tuple(Text.read(result["name"]) for result in raw["result"]),
        papers=tuple(Paper(Text.read(paper["name"]), _BY[paper["supplied_by"]]) for paper in raw["papers"]),
        not_needed=tuple(
            Paper(Text.read(paper["name"]), Text.read(paper["supplied_by"])) for paper in raw.get("not_needed", ())
        ),
        process=raw["process"],
        parties=tuple(parties["applicant"]),
        subject_question=parties.get("subject_question", APPLICANT),
        helper_may=delegable["helper"],
        relative_may=delegable["relative"],
        themes=tuple(raw["themes"]),
        offers=tuple(raw.get("offers", ())),
    )


def _citation(id: str, raw: Mapping[str, Any]) -> Citation:
    return Citation(
        id=id,
        title=raw["title"],
        article=raw["article"],
        quote=raw.get("quote", ""),
        source=raw.get("source", ""),
        unverified=raw.get("unverified", False),
        note=raw.get("note", ""),
    )


def guide_of(version: ServiceVersion, language: str = "zh-Hans") -> str:
    """The guide in Markdown, in a language."""
    guide = version.files["texts/en.yaml"]["guide"] if language == "en" else version.files["guide.md"]
    return str(guide)


def document_of(version: ServiceVersion, use: str) -> str:
    """The typst source of a paper by its use (`receipt`, `decision`); KeyError when the service names none."""
    path = version.files["service.yaml"]["documents"][use]
    return str(version.files[path])


def licence_of(version: ServiceVersion) -> LicenceDefinition | None:
    """The kind of licence the service issues, None when it issues none."""
    raw = version.files.get("licence.yaml")
    if raw is None:
        return None
    kind = raw["kind"]
    return LicenceDefinition(
        type_code=kind["type_code"],
        name=Text.read(kind["name"]),
        sensitive=kind["sensitive"],
        valid_months=kind.get("valid_months"),
        issuer=raw["issuer"],
        layout=str(version.files[raw["layout"]]),
        fields=tuple(LicenceField(field["id"], Text.read(field["label"]), field["value"]) for field in raw["fields"]),
    )
