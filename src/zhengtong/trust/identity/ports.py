"""What a driver may offer to identity: proofs of who somebody is, got online."""

from collections.abc import Collection
from typing import Protocol


class ProofSource(Protocol):
    """Asks a register whether a name, a resident ID and a phone belong together."""

    def proofs(self, *, name: str, id_number: str, phone: str) -> Collection[str]:
        """Which of data.PROOFS it can vouch for; none when it cannot tell. Never called inside a transaction."""
        ...


_sources: list[ProofSource] = []


def register(source: ProofSource) -> None:
    """Called by config at start-up. With no source, an account made online stays unverified until a window sees it."""
    _sources.append(source)


def sources() -> tuple[ProofSource, ...]:
    """Every registered source."""
    return tuple(_sources)
