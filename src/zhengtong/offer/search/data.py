from dataclasses import dataclass
from datetime import date

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
    """What people asked for and did not find: the scrubbed query, how often, and the first day it was asked."""

    query: str
    count: int
    since: date
