"""What a catalogue entry, a grant and a connection say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zhengtong.kernel.text import Text

FieldType = Literal["text", "date", "int", "money", "bool", "resident_id", "list"]
ShareKind = Literal["unconditional", "conditional", "withheld"]
BasisKind = Literal["statutory_duty", "authorisation", "consent"]
Use = Literal["prefill", "check"]

ANY_SERVICE = "*"


@dataclass(frozen=True, slots=True)
class FieldData:
    """One data item (数据项). A `list` holds records made of `items`; a `resident_id` is a text with a check digit;

    `money` is whole fen.
    """

    name: str
    label: Text
    type: FieldType
    required: bool = True
    items: tuple["FieldData", ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderData:
    """The body that answers (提供单位): credit code, full name, the short name people use."""

    code: str
    name: Text
    short: Text


@dataclass(frozen=True, slots=True)
class ResourceData:
    """A catalogue entry with what 政务数据共享条例 art. 13 and 15 ask for.

    `withheld_because` gives reason and law where `share_kind` is withheld. `subject_field` names the field that
    holds the resident ID of the person the answer is about.
    """

    code: str
    name: Text
    provider: ProviderData
    data_format: str
    update_cycle: str
    share_kind: ShareKind
    method: str
    conditions: Text
    grade: str
    withheld_because: Text
    subject_field: str
    fields: tuple[FieldData, ...]


@dataclass(frozen=True, slots=True)
class GrantData:
    """What one organisation may ask of one resource: for which service, which fields, on what basis, how long.

    The items a request must state: 政务数据共享条例 art. 20. `until` is the last day, inclusive.
    """

    id: str
    resource: str
    requester: str
    service: str
    fields: tuple[str, ...]
    basis_kind: BasisKind
    basis: str
    verified: bool
    use: Use
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ConnectionData:
    """How a resource is reached: which driver, where, with which settings (may hold a secret: never shown)."""

    resource: str
    driver: str
    address: str
    settings: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed: codes of the entries that are new or different."""

    resources: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
