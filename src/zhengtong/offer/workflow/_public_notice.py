"""What a folder says of a public notice: its lines, and what the public may do."""

from dataclasses import dataclass

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a public notice: what it is called, and which value stands there (`subject`, the name of whom it is
    about, or a value the rules work out), with its unit."""

    label: Text
    value: str
    unit: Text


@dataclass(frozen=True, slots=True)
class Objections:
    """What the public may do while a step waits for a day: read what the paper `sheet` shows, and object, without a
    name where `anonymous`. Where somebody did, the day ends in the message `leads_to` instead."""

    sheet: str
    leads_to: str
    anonymous: bool
    shows: tuple[ShownLine, ...]
    cite: Citation
