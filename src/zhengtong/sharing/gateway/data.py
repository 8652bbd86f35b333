"""What goes into the gateway and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.sharing.resources.data import BasisKind, Use

State = Literal[
    "waiting",
    "accepted",
    "overdue",
    "down",
    "slow",
    "garbled",
    "stale",
    "another_person",
    "refused",
    "lapsed",
    "ended",
    "not_found",
    "answered",
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would like to know: which fields of a resource, for which step of which reference and service.

    `organisation` is the credit code of the asking body. `fields` are all that will be used.
    """

    resource: str
    fields: tuple[str, ...]
    reference: str
    step: str
    organisation: str
    service: str
    use: Use


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data are asked for. Made by `gateway.api.purpose` alone: `seal` binds every other item.

    `reference` is a case or application number, `organisation` the credit code of the asking body, `expires` the
    instant after which nothing may be asked with it. `basis_kind`, `basis` and `fields` are those of the grant.
    """

    reference: str
    step: str
    operator: Actor
    organisation: str
    service: str
    resource: str
    use: Use
    grant: str
    basis_kind: BasisKind
    basis: str
    fields: tuple[str, ...]
    expires: datetime
    seal: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """The person asked about. `person` is the identity.Person id, empty when the platform does not know them."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    person: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The signed paper (授权书) by which a person lets their data be asked for: its number, and its digest in hex."""

    number: str
    digest: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a provider is that has taken a question: bodies that answered, of how many, and the day for the rest."""

    parts_in: int
    parts_of: int
    expected: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider said: only granted fields, dates as ISO text. `found` is False when it knows no such person.

    `basis` is that of the grant under which it was asked at last. `hash` is a keyed hash of the values: two answers
    with one hash say the same.
    """

    question: str
    resource: str
    provider_code: str
    provider: Text
    basis: str
    found: bool
    values: Mapping[str, object] = field(repr=False)
    received_at: datetime
    hash: str


@dataclass(frozen=True, slots=True)
class QuestionData:
    """How a question stands; holds nothing about the person. Times are real times, `next_at` None when nobody waits.

    `progress` is there once the provider has taken the question and until it has answered.
    """

    id: str
    reference: str
    resource: str
    resource_name: Text
    party: str
    provider_code: str
    provider: Text
    state: State
    text: Text
    use: Use
    basis_kind: BasisKind
    basis: str
    attempts: int
    asked_at: datetime
    next_at: datetime | None
    answered_at: datetime | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A provider that was asked more than once and does not answer: how many questions wait, and when it last
    answered any of that resource (legal time; None when it never did)."""

    provider: Text
    resource: Text
    waiting: int
    last_answer: datetime | None
