"""How a position is told to people."""

from dataclasses import dataclass
from typing import Literal

from zhengtong.kernel.text import Text

WordState = Literal["done", "now", "stop", ""]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the timeline: done, now, stop (it ended here, without) or to come."""

    id: str
    word: Text
    state: WordState


@dataclass(frozen=True, slots=True)
class Station:
    """A line of the list that stands beside the diagram. `came` is what a step that is done ended with last, where it
    can end in several ways."""

    step: str
    name: Text
    lane: Text | None
    state: WordState
    came: Text | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """The map of a process: SVG text, and the same in words."""

    svg: str
    stations: tuple[Station, ...]
