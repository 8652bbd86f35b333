from dataclasses import dataclass

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Hit:
    """A service that fits a query; a higher `score` fits better, comparable within one query only."""

    service: str
    hash: str
    name: Text
    summary: Text
    score: float


@dataclass(frozen=True, slots=True)
class Gap:
    """What people asked for and did not find: the scrubbed query and how often since a day."""

    query: str
    count: int
