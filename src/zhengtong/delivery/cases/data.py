from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from zhengtong.kernel.text import Text

State = Literal["checking", "with_person", "in_process", "making", "closed"]
Outcome = Literal["", "approve", "refuse", "not_accepted", "withdrawn", "terminated"]
PaperState = Literal["waiting", "made"]
Chosen = Literal["", "late", "near", "person", "waiting"]
"""What a desk may choose of its open cases: all, late, due within NEAR_DAYS, waiting for a person or a department."""
CHOSEN: tuple[Chosen, ...] = ("", "late", "near", "person", "waiting")
NEAR_DAYS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """The clock a case starts with. Days are working days; `due` dates are in China."""

    legal_days: int
    legal_due: date
    promised_days: int
    promised_due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is needed to open a case."""

    application: str
    item_code: str
    service: str
    service_hash: str
    service_name: Text
    organisation: str
    applicant: str
    applicant_name: str
    in_household: bool
    operator: str
    fields: Mapping[str, Any]
    limits: Limits


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A piece of evidence a case will wait for, and the question that was put for it; no question yet where the person
    has to sign first.

    `party` is the form's key of whom it is about (`applicant`, `for_whom`, `people.2`), `person` who that is.
    """

    need: str
    resource: str
    party: str
    person: str
    question: str
    basis: str


@dataclass(frozen=True, slots=True)
class StepData:
    at: datetime
    code: str
    text: Text
    by: str


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
class NewProcessStep:
    """A step whose turn has come: for the posts of an organisation with a permission, for the applicant's side
    (`by_applicant`), or, where it is given to neither, for the platform. A wait for a day ends at `wait_until`.

    `due` is the last day by the step's own limit, None where it has none.
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


@dataclass(frozen=True, slots=True)
class ProcessStepData:
    """A step as its row has it. `place` counts what was done from 1; `held_by` is the actor who took it."""

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


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An open step somebody held: of which case, which office's post does it, and who holds it now (empty: nobody)."""

    number: str
    name: Text
    organisation: str
    permission: str
    holder: str


@dataclass(frozen=True, slots=True)
class FinishedStep:
    """What came of a step: `outcome` with its name, why, `result` as recorded, `written` the process's entry for its
    log. With `accepts` the application is accepted (受理): the limits of the case run from this day."""

    key: StepKey
    outcome: str
    outcome_name: Text
    reason: str
    result: Mapping[str, Any]
    written: Mapping[str, Any]
    accepts: bool = False


@dataclass(frozen=True, slots=True)
class NeedData:
    """Evidence as a case has it. `values` is None until the department has answered; `question` is empty while the
    person has not signed that it may be asked.

    `hidden`: it is about another adult of the household, so that the reader learns whether it came, not what it says.
    """

    need: str
    resource: str
    party: str
    person: str
    question: str
    provider: str
    basis: str
    values: Mapping[str, Any] | None
    answered_at: datetime | None
    after_decision: bool
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PaperData:
    kind: str
    title: Text
    state: PaperState
    file: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a sentence for people and the article it rests on."""

    text: Text
    cite: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic, in 分."""

    label: Text
    amount_fen: int
    source: Text


@dataclass(frozen=True, slots=True)
class DecisionData:
    """A decision with everything that explains it. `evidence_hash` names what it was made on."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    values: Mapping[str, Any]
    evidence_hash: str
    by: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in a list: no answers, no evidence. `row` pages: pass the last one's.

    `applicant_name` is the name the operator gave, which is all they may be told of somebody outside their household.
    `in_household`: the operator is the applicant, or a department has shown them to be of one household.
    """

    number: str
    service: str
    service_name: Text
    organisation: str
    applicant: str
    applicant_name: str
    in_household: bool
    operator: str
    state: State
    outcome: Outcome
    opened_at: datetime
    promised_due: date
    due_is_provisional: bool
    closed_at: datetime | None
    row: int


@dataclass(frozen=True, slots=True)
class CaseData:
    """A case whole, for those who may see it. `evidence_hash` names the evidence it shows: a decision hands it back.

    `whole` is False for who applied for somebody outside their household: what departments told and why it was decided
    so is left out, since a name and a number are easily known and prove nothing.
    """

    summary: CaseSummary
    application: str
    service_hash: str
    legal_days: int
    legal_due: date
    promised_days: int
    fields: Mapping[str, Any]
    decided_at: datetime | None
    decision: DecisionData | None
    needs: tuple[NeedData, ...]
    steps: tuple[StepData, ...]
    papers: tuple[PaperData, ...]
    evidence_hash: str
    whole: bool = True

    @property
    def answer_by(self) -> date:
        """The date to wait for: the promised one, or the legal one where the promise is the same day."""
        return self.summary.promised_due if self.promised_days else self.legal_due

    @property
    def missing(self) -> tuple[NeedData, ...]:
        """Evidence the case waits for that has not come yet. What a step asks that has not opened is not among it."""
        return tuple(need for need in self.needs if need.values is None)


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """What departments said about the reader for somebody's case; nothing else of that case."""

    number: str
    service_name: Text
    organisation: str
    opened_at: datetime
    needs: tuple[NeedData, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a desk's list. `after` leads to the next page, empty on the last."""

    cases: tuple[CaseSummary, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How cases went since a moment: closed, of these in the promised time, and still open past the promise."""

    closed: int
    on_time: int
    overdue: int

    @property
    def late(self) -> int:
        return self.closed - self.on_time + self.overdue
