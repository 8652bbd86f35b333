"""What a checker finds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Found:
    """What is wrong. Acknowledged and gone; there more than once; anything else."""

    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def twice(what: str, keys: Iterable[Any]) -> list[str]:
    """A line for each key that comes more than once."""
    return [f"{what}: {key} {count} times" for key, count in Counter(keys).items() if count > 1]
