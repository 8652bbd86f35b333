"""What a driver must offer: ask one provider one question, or say how it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from zhengtong.sharing.resources.data import ConnectionData

__all__ = [
    "Accepted",
    "BadSettings",
    "ConnectionData",
    "ProviderDown",
    "ProviderDriver",
    "ProviderError",
    "ProviderGarbled",
    "ProviderRefused",
    "ProviderSlow",
    "ProviderStale",
    "Query",
    "driver",
    "register_driver",
]


@dataclass(frozen=True, slots=True)
class Query:
    """One attempt to ask. Everything but `timeout` (seconds for the whole exchange) is told to the provider.

    `question` is the same for every attempt, so that a provider which accepts knows a question it has already. With a
    `ticket` nothing is asked anew: what it stands for is fetched. `authorisation` and `authorisation_digest` name the
    paper (授权书) by which the person lets us ask, empty where the law needs none.
    """

    question: str
    nonce: str
    asked_at: datetime
    resource: str
    fields: tuple[str, ...]
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    reference: str
    step: str
    operator: str
    organisation: str
    post: str
    service: str
    use: str
    basis_kind: str
    basis: str
    grant: str
    timeout: float
    ticket: str = ""
    authorisation: str = ""
    authorisation_digest: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the question and answers later: ask again with `ticket` in `again_seconds` (real time).

    `parts_in` of `parts_of` bodies behind it have answered; all will have by `expected`, the last day, inclusive.
    """

    ticket: str
    parts_in: int
    parts_of: int
    expected: date
    again_seconds: float


class ProviderError(Exception):
    """The provider gave no answer. The message is for engineers and holds no personal data."""


class ProviderDown(ProviderError):
    """It cannot be reached: refused connection, unknown host, broken off, server error."""


class ProviderSlow(ProviderError):
    """It did not answer in time."""


class ProviderGarbled(ProviderError):
    """What came back cannot be read, or is no answer to this question."""


class ProviderStale(ProviderError):
    """It left no new data; what is there is too old to be used."""


class ProviderRefused(ProviderError):
    """The provider says that this may not be asked."""


class BadSettings(ProviderError):
    """Nobody was asked: our own settings for the provider lack something or say it wrongly. Names the key."""


class ProviderDriver(Protocol):
    """A protocol spoken by providers, configured by a connection's settings."""

    def fetch(self, connection: ConnectionData, query: Query) -> Mapping[str, object] | Accepted | None:
        """The record by field names, dates as ISO text; None when the provider knows no such person.

        Accepted when it answers later: only a provider that gives tickets may do so.

        Blocks at most `query.timeout` seconds, raises ProviderError, and refuses to run inside a transaction.
        """


_drivers: dict[str, ProviderDriver] = {}


def register_driver(name: str, instance: ProviderDriver) -> None:
    """Make a driver known under the name connections use; called by config at start-up."""
    _drivers[name] = instance


def driver(name: str) -> ProviderDriver:
    """The driver of a name; ProviderDown when none is registered, since then nobody can be asked."""
    if name not in _drivers:
        raise ProviderDown(f"no driver {name} is registered")
    return _drivers[name]
