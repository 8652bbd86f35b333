"""What rules ask for and what they decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import Citation

Outcome = Literal["approve", "refuse", "person"]
"""`person`: the rules cannot say; an official decides."""


@dataclass(frozen=True, slots=True)
class Need:
    """Evidence the rules look at: `fields` of a resource about a party (`applicant`, or the question that names it).

    A field's type is a word, or for a list of records `[{name: type}]`. With `each` the party is a people question,
    and there is one piece of evidence for each person asked about.
    """

    id: str
    resource: str
    party: str
    fields: Mapping[str, Any]
    each: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A need about one person: `party` is the need's own, or `people.2` for one of several people, with their name."""

    need: Need
    party: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value the rules worked out, for papers and licences. Money is in fen, dates are ISO text."""

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, with the article and the inputs looked at. `id` is the condition's, or the platform's own reason."""

    id: str
    text: Text
    cite: Citation | None
    inputs: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Held:
    """A condition that holds, with the outcome it asks for, whether or not it is the one that decides."""

    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum, in fen. `sources`: where its amount stands, then the row that grants it if another."""

    label: Text
    amount_fen: int
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A parameter as it stood on the day of the decision."""

    name: str
    label: Text
    value: Any
    since: str
    until: str | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules say. `lines` add up to `amount_fen` (None without a sum), which is None unless approved.

    A refusal because nothing is left of the sum keeps its lines, so that people see the arithmetic.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    amount_fen: int | None
    values: Mapping[str, Value]
    parameters: tuple[UsedParameter, ...]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A value of the result as far as the rules get: None where they cannot. `needs` are the evidence it rests on."""

    kind: str
    value: Any
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was said and what was found of one thing, in words, and whether they agree."""

    label: Text
    said: Text
    found: Text
    agrees: bool


class MissingEvidence(Refusal):
    """The rules need an answer that has not come; nothing is decided without it."""

    code = "missing_evidence"
    status = 409
    text = Text("还在等“{resource}”的答复（{need}）。", "Still waiting for an answer from “{resource}” ({need}).")

    def __init__(self, asked: Asked, field: str = "") -> None:
        need = asked.need
        about = ".".join(part for part in (need.id, asked.name, field) if part)
        super().__init__(need=about, resource=need.resource)
        self.need, self.party, self.field = need, asked.party, field
