"""From service.yaml and licence.yaml, already checked, to typed values."""

from collections.abc import Mapping
from typing import Any

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import (
    Citation,
    Document,
    LicenceDefinition,
    LicenceField,
    Limits,
    Paper,
    Remedy,
    Service,
    ServiceVersion,
    Upstream,
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
        named_in_messages=raw.get("named_in_messages", False),
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
    return str(version.files[layout_of(version.files["service.yaml"]["documents"][use])])


def layout_of(raw: str | Mapping[str, Any]) -> str:
    """The file of a paper, however service.yaml names it."""
    return raw if isinstance(raw, str) else str(raw["layout"])


def paper_of(version: ServiceVersion, use: str) -> Document:
    """A paper a step makes, by its use; KeyError when the service names none or gives it no title."""
    raw = version.files["service.yaml"]["documents"][use]
    cites = tuple(version.service.cite(id) for id in raw.get("cites", ()))
    marks = {"sealed": raw.get("sealed", False), "decides": raw.get("decides", False)}
    return Document(use, Text.read(raw["title"]), raw.get("number", ""), cites, **marks)


def decides(version: ServiceVersion, use: str) -> bool:
    """Whether a paper, by its use, is the decision in writing: the general one, or one the service says is it."""
    raw = version.files["service.yaml"]["documents"].get(use, {})
    return use == "decision" or (isinstance(raw, dict) and raw.get("decides", False))


def remedies_of(version: ServiceVersion) -> tuple[Remedy, ...]:
    """What somebody who disagrees with a decision of the service can do."""
    return tuple(
        Remedy(
            Text.read(raw["way"]),
            Text.read(raw["body"]),
            raw["within"].get("days", 0),
            raw["within"].get("months", 0),
            version.service.cite(raw["cite"]),
        )
        for raw in version.files["service.yaml"].get("remedies", ())
    )


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
        upstream=Upstream(**raw["upstream"]) if "upstream" in raw else None,
    )
