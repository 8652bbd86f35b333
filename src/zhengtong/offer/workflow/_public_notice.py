"""What a folder says of a public notice: its lines, and what the public may do."""

import re
from dataclasses import dataclass

from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation

_BUTTON = re.compile(r"steps\.([a-z][a-z0-9_]*)\.outcome")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a public notice: what it is called, and which value stands there (`subject`, the name of whom it is
    about, or a value the rules work out), with its unit.

    With `of_step` it is the button of that step that stands there. The line is left out where the step `unless_bad`
    went against the applicant. `unsettled` stands in place of a value while the rules do not plainly approve.
    """

    label: Text
    value: str
    unit: Text
    of_step: str = ""
    unless_bad: str = ""
    unsettled: Text | None = None


def step_named(value: str) -> str:
    """The step whose button a line shows: `steps.<step>.outcome`, as conditions of the drawing write it. Empty for any
    other value."""
    found = _BUTTON.fullmatch(value)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Objections:
    """What the public may do while a step waits for a day: read what the paper `sheet` shows, and object, without a
    name where `anonymous`. Where somebody did, the day ends in the message `leads_to` instead."""

    sheet: str
    leads_to: str
    anonymous: bool
    shows: tuple[ShownLine, ...]
    cite: Citation
