"""Steps of a process as they go in and out of cases, and what is kept with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from zhengtong.kernel.text import Text

StepKind = Literal["start", "person", "wait", "evidence", "system"]
StepState = Literal["open", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class StepKey:
    """Which step of a process, and which time round: a loop comes back with the next occurrence."""

    step: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """Why the clock of a case stands while a step is open, by which article, and to which day at most."""

    why: Text
    cite: Text
    until: date


@dataclass(frozen=True, slots=True)
class SaidItem:
    """What the applicant says to one item of a list of what is missing."""

    item: str
    said: str


@dataclass(frozen=True, slots=True)
class NewProcessStep:
    """A step whose turn has come: for the posts of an organisation with a permission, for the applicant's side
    (`by_applicant`), or, where it is given to neither, for the platform. A wait for a day ends at `wait_until`.

    `due` is the last day by the step's own limit, None where it has none. Whoever `weighs` reads the case whole; others
    read who it is about and the `papers` of their steps.
    """

    key: StepKey
    kind: StepKind
    name: Text
    organisation: str = ""
    permission: str = ""
    by_applicant: bool = False
    due: date | None = None
    due_is_provisional: bool = False
    wait_until: datetime | None = None
    stops: StoppedClock | None = None
    start_due: date | None = None
    weighs: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a step is given to: account and name."""

    account: str
    name: str


@dataclass(frozen=True, slots=True)
class ProcessStepData:
    """A step as its row has it. `place` counts what was done from 1; `held_by` is the actor who took it. `word`
    is what `word_by`, who gave it back last, told whoever goes on."""

    key: StepKey
    kind: StepKind
    name: Text
    organisation: str
    permission: str
    by_applicant: bool
    state: StepState
    opened_at: datetime
    due: date | None
    due_is_provisional: bool
    wait_until: datetime | None
    stops: StoppedClock | None
    held_by: str
    held_by_name: str
    place: int | None
    done_at: datetime | None
    done_by: str
    outcome: str
    reason: str
    result: Mapping[str, Any]
    start_due: date | None = None
    begun_at: datetime | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[SaidItem, ...] = ()
    word: str = ""
    word_by: str = ""

    def is_late(self, today: date) -> bool:
        """Whether the step is open after its last day."""
        return self.state == "open" and self.due is not None and today > self.due

    @property
    def not_begun(self) -> bool:
        """Whether it should be begun by a day, and nobody has taken it up nor asked a department for it."""
        return self.state == "open" and self.start_due is not None and self.begun_at is None


@dataclass(frozen=True, slots=True)
class NewProof:
    """A file sent for a step, as it came. `purpose` is what it proves: `photo`, or the item it answers."""

    purpose: str
    content: bytes
    may_be_pdf: bool = False


@dataclass(frozen=True, slots=True)
class ProofData:
    """A file that proves a step. `taken_at` is what the camera wrote, None where it wrote nothing; `added_by` is the
    account that sent it."""

    id: str
    key: StepKey
    purpose: str
    media_type: str
    taken_at: datetime | None
    added_at: datetime
    added_by: str
    added_by_name: str


@dataclass(frozen=True, slots=True)
class NewCompanion:
    """A colleague who is asked to confirm. `written` is the hash of what they will read."""

    who: str
    name: str
    post: str
    written: str


@dataclass(frozen=True, slots=True)
class CompanionData:
    """A colleague asked to confirm a step; `seen` is the hash of what they read when they did."""

    key: StepKey
    who: str
    name: str
    post: str
    confirmed_at: datetime | None
    seen: str


@dataclass(frozen=True, slots=True)
class OwnTurn:
    """An open step of one's own case that the applicant's side may do; the hash names the version it goes by."""

    number: str
    service_hash: str
    step: str


@dataclass(frozen=True, slots=True)
class FinishedStep:
    """What came of a step: `outcome` with its name, why, `result` as recorded, `written` the process's entry for its
    log. With `accepts` the application is accepted (受理): the limits of the case run from this day; by the article
    `late_cite` from the day the step opened, where it is accepted after the step's last day. `said` answers the items
    of a list."""

    key: StepKey
    outcome: str
    outcome_name: Text
    reason: str
    result: Mapping[str, Any]
    written: Mapping[str, Any]
    accepts: bool = False
    said: tuple[SaidItem, ...] = ()
    late_cite: Text | None = None


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An open step somebody held: of which case, which office's post does it, and who holds it now (empty: nobody)."""

    number: str
    name: Text
    organisation: str
    permission: str
    holder: str
