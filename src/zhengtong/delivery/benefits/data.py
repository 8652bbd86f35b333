from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from zhengtong.kernel.text import Text

State = Literal["in_force", "suspended", "tapering", "stopped"]
STATES: tuple[State, ...] = ("in_force", "suspended", "tapering", "stopped")
PAYING: tuple[State, ...] = ("in_force", "tapering")
Move = Literal["increase", "decrease", "suspend", "resume", "taper", "stop"]
MOVES: tuple[Move, ...] = ("increase", "decrease", "suspend", "resume", "taper", "stop")
FROM_STATES: Mapping[Move, tuple[State, ...]] = {
    "increase": ("in_force", "suspended", "tapering"),
    "decrease": ("in_force", "suspended", "tapering"),
    "suspend": ("in_force", "tapering"),
    "resume": ("suspended",),
    "taper": ("in_force",),
    "stop": ("in_force", "suspended", "tapering"),
}
"""From which states a change is possible."""
ListState = Literal["drafted", "confirmed", "sent", "settled"]
PaymentState = Literal["listed", "sent", "paid", "returned"]
Chosen = Literal["", "suspended", "tapering", "account", "review", "stopped"]
"""What a desk may choose of its roll: all not stopped, one state, accounts that fail, reviews that are due."""
CHOSEN: tuple[Chosen, ...] = ("", "suspended", "tapering", "account", "review", "stopped")
Cause = Literal["", "account", "bank"]
"""Why a payment came back: the person's account cannot take it, or the bank failed and may be asked again."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes. `number` is empty where the bank finds the account by the person's resident ID."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class NewEntitlement:
    """What is needed to put a person on the roll. `helper`: who applied for them and lives in their household.

    `review_months`: how often is looked whether it is still due, 0 for never.
    """

    case: str
    service: str
    service_hash: str
    organisation: str
    person: str
    person_name: str
    id_number: str
    helper: str
    amount_fen: int
    decided_on: date
    review_months: int
    account: Account
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeData:
    """An entry of an entitlement's history: from `month` on.

    `amount_fen` is None where the amount stayed; `by` is empty for the rules.
    """

    id: int
    what: str
    month: date
    amount_fen: int | None
    state: str
    text: Text
    cite: Text
    note: str
    by: str
    at: datetime
    is_void: bool


@dataclass(frozen=True, slots=True)
class PaymentData:
    """One row of a list: a month of an entitlement, its attempt, and what the bank said. Amounts in fen."""

    id: int
    entitlement: str
    month: date
    list_month: date
    attempt: int
    amount_fen: int
    state: PaymentState
    name: str
    person: str
    account: Account
    arrives_by: date
    reason: Text
    cause: Cause
    settled_on: date | None
    is_retried: bool


@dataclass(frozen=True, slots=True)
class AwaitedMonth:
    """A month whose list nobody has confirmed yet; its money was to arrive by `arrives_by`. Amount in fen."""

    month: date
    amount_fen: int
    arrives_by: date


@dataclass(frozen=True, slots=True)
class EntitlementData:
    """An entitlement in a list. `account_fails`: money came back for it and no other account was given yet."""

    id: str
    case: str
    kind: str
    name: Text
    service_hash: str
    organisation: str
    person: str
    helper: str
    person_name: str
    state: State
    amount_fen: int
    since: date
    account: Account
    account_fails: bool
    review_due: date | None
    review_asked: bool


@dataclass(frozen=True, slots=True)
class EntitlementWhole:
    """An entitlement with its history and its payments, newest first."""

    entitlement: EntitlementData
    changes: tuple[ChangeData, ...]
    payments: tuple[PaymentData, ...]

    @property
    def unpaid_returns(self) -> tuple[PaymentData, ...]:
        """Returned payments nobody has sent again yet."""
        return tuple(p for p in self.payments if p.state == "returned" and not p.is_retried)


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of the roll. `after` leads to the next page, empty on the last."""

    entitlements: tuple[EntitlementData, ...]
    after: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list's rows. `after` leads to the next page, 0 on the last."""

    rows: tuple[PaymentData, ...]
    after: int


@dataclass(frozen=True, slots=True)
class ListData:
    """A monthly list (名册). `content` names the rows shown: checking and confirming hand it back."""

    id: str
    organisation: str
    service: str
    name: Text
    month: date
    state: ListState
    arrives_by: date
    rows: int
    total_fen: int
    content: str
    drafted_by: str
    drafted_by_name: str
    drafted_at: datetime
    checked_by: str
    checked_by_name: str
    checked_at: datetime | None
    confirmed_by_name: str
    confirmed_at: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None
    file_name: str
    file_sha256: str
    error: Text
    paid: int
    paid_fen: int
    returned: int
    returned_fen: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A person whose row differs from last month's. `before` and `now` in fen, 0 where there is none."""

    what: Literal["new", "gone", "increased", "decreased"]
    entitlement: str
    name: str
    before: int
    now: int
    why: Text


@dataclass(frozen=True, slots=True)
class Differences:
    """What a list changes against the list of the month before. `extra` are rows for earlier months and retries."""

    last_rows: int
    last_total_fen: int
    found: tuple[Difference, ...]
    extra: int
    extra_fen: int

    def of(self, what: str) -> tuple[Difference, ...]:
        return tuple(one for one in self.found if one.what == what)


@dataclass(frozen=True, slots=True)
class ReturnFileData:
    """A file the bank put down: taken, or refused with a name for its fault and what to do."""

    name: str
    state: Literal["taken", "refused"]
    problem: str
    text: Text
    read_at: datetime
