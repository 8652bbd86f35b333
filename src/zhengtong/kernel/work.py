"""Work that must happen without anyone asking: due rows, outbox, mail, the audit sequencer.

Truth is in rows: a context keeps what is due in its own table and registers here a function that takes a small
batch. The worker calls every function in turn, so a killed worker loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of due work. `run` handles a batch and returns how many it handled; 0 means nothing is due.

    `failing` counts rows tried many times in vain, or is 1 where all of the work stands still. Work that `waits` for
    somebody else's server gets a thread of its own, so that a server that hangs holds up nothing else.
    """

    name: str
    run: Callable[[], int]
    every_seconds: float = 0.1
    failing: Callable[[], int] | None = None
    waits: bool = False


_registered: dict[str, Work] = {}


def register(work: Work) -> None:
    """Add a kind of work; a second one of the same name is a programming error."""
    if work.name in _registered:
        raise ValueError(f"work {work.name} is registered twice")
    _registered[work.name] = work


def registered() -> tuple[Work, ...]:
    """Every kind of work, in order of registration."""
    return tuple(_registered.values())


def failing() -> dict[str, int]:
    """How many rows of each kind were tried many times in vain: people must look. One statement a kind."""
    return {work.name: work.failing() for work in registered() if work.failing}


def run_all(rounds: int = 50) -> int:
    """Run everything due until nothing is left or `rounds` are over; returns how much was handled."""
    total = 0
    for _ in range(rounds):
        handled = sum(work.run() for work in registered())
        total += handled
        if not handled:
            break
    return total
