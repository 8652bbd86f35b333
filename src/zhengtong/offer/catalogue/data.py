"""What goes in and out of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhengtong.kernel.definitions import Finding as Finding  # goes out with NotLoadable and `check`
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

NUMBER_MARKS = ("{year}", "{serial}")
"""What the number of a paper is made of besides its own words: 民受〔{year}〕{serial}号."""
OFFICE_MARK = "{office}"
"""Where the number of a paper names the office that issues it, by its short name: several may count the same kind."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal basis. `unverified` means nobody has read the article: the page says 依据待核."""

    id: str
    title: str
    article: str
    quote: str
    source: str
    unverified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as service.yaml names it: its title, the look of its number (文号), what it cites; sealed or not.

    `number` holds the marks of NUMBER_MARKS and is empty for a paper that goes under the number of its case. One that
    `decides` is itself the decision in writing: no other letter is made of it.
    """

    use: str
    title: Text
    number: str
    cites: tuple[Citation, ...]
    sealed: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """What somebody who disagrees can do, with whom, and in how many days or months (the other is 0)."""

    way: Text
    body: Text
    days: int
    months: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in working days; `promised_days` is None where the result is given at once."""

    legal_days: int
    promised_days: int | None

    @property
    def instant(self) -> bool:
        return self.promised_days is None


@dataclass(frozen=True, slots=True)
class Service:
    """service.yaml of one published version, typed."""

    id: str
    name: Text
    summary: Text
    says: tuple[str, ...]
    says_en: tuple[str, ...]
    item_kind: str
    basic_code: str
    implementation_code: str
    basis: tuple[Citation, ...]
    organisation: str
    organisation_name: Text
    region: str
    region_name: Text
    level: int
    limits: Limits
    visits: int
    fee: Text | None
    address: Text
    hours: Text
    phone: str
    complaint_phone: str
    who: Text
    results: tuple[Text, ...]
    papers: tuple["Paper", ...]
    not_needed: tuple["Paper", ...]
    process: str
    parties: tuple[str, ...]
    subject_question: str
    helper_may: bool
    relative_may: bool
    themes: tuple[str, ...]
    named_in_messages: bool
    offers: tuple[str, ...]
    """Ids of the services somebody who was refused is shown instead."""

    def cite(self, id: str) -> Citation:
        """The basis of an id; KeyError when there is none (the checker refuses such a definition)."""
        return next(entry for entry in self.basis if entry.id == id)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper asked for, or one that is not needed because somebody in government has it."""

    name: Text
    supplied_by: Text


@dataclass(frozen=True, slots=True)
class LicenceField:
    """One line of a licence: a label and the name of the value the rules work out."""

    id: str
    label: Text
    value: str


@dataclass(frozen=True, slots=True)
class Upstream:
    """Whose system gives the licence its number: a resource, and its fields for the number and its dates."""

    resource: str
    number: str
    valid_from: str
    valid_to: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are asked for."""
        return (self.number, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class LicenceDefinition:
    """licence.yaml: the kind of e-licence a service issues; `layout` is typst source; `upstream` may number it."""

    type_code: str
    name: Text
    sensitive: bool
    valid_months: int | None
    issuer: str
    layout: str
    fields: tuple[LicenceField, ...]
    upstream: Upstream | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ServiceVersion:
    """A published definition, immutable, known by its content hash.

    `files` holds every file by its path in the folder, YAML parsed and others as text; `unverified` counts the
    citations nobody has read; `number` counts the versions of a service from 1.
    """

    hash: str
    service: Service
    number: int
    published_at: datetime
    files: Mapping[str, Any]
    unverified: int

    def __hash__(self) -> int:
        return hash(self.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServiceVersion) and other.hash == self.hash


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions; `path` reads like `rules.yaml: parameters.monthly_80`. None means absent."""

    path: str
    before: Any
    after: Any


class NotLoadable(Refusal):
    """The folder has errors; `findings` names each."""

    code = "service_not_loadable"
    status = 422
    text = Text(
        "这个事项有 {count} 处要改，改好才能发布。", "This service has {count} errors; mend them, then publish."
    )

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(count=sum(finding.severity == "error" for finding in findings))
        self.findings = findings
