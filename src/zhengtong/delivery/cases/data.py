from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from zhengtong.delivery.cases._step_data import CompanionData as CompanionData
from zhengtong.delivery.cases._step_data import FinishedStep as FinishedStep
from zhengtong.delivery.cases._step_data import Holder as Holder
from zhengtong.delivery.cases._step_data import NewCompanion as NewCompanion
from zhengtong.delivery.cases._step_data import NewProcessStep as NewProcessStep
from zhengtong.delivery.cases._step_data import NewProof as NewProof
from zhengtong.delivery.cases._step_data import OwnTurn as OwnTurn
from zhengtong.delivery.cases._step_data import PassedOn as PassedOn
from zhengtong.delivery.cases._step_data import ProcessStepData as ProcessStepData
from zhengtong.delivery.cases._step_data import ProofData as ProofData
from zhengtong.delivery.cases._step_data import SaidItem as SaidItem
from zhengtong.delivery.cases._step_data import StepKey as StepKey
from zhengtong.delivery.cases._step_data import StepKind as StepKind
from zhengtong.delivery.cases._step_data import StepState as StepState
from zhengtong.delivery.cases._step_data import StoppedClock as StoppedClock
from zhengtong.kernel.text import Text

State = Literal["checking", "with_person", "in_process", "making", "closed"]
Outcome = Literal["", "approve", "refuse", "not_accepted", "withdrawn", "terminated"]
PaperState = Literal["waiting", "made"]
Chosen = Literal["", "late", "near", "person", "waiting"]
"""What a desk may choose of its open cases: all, late, due within NEAR_DAYS, waiting for a person or a department."""
CHOSEN: tuple[Chosen, ...] = ("", "late", "near", "person", "waiting")
NEAR_DAYS = 5
MOST_COUNTED = 1000
"""So many of a choice are counted: beyond, nobody needs the number, and it would cost as much as there are."""
NO_NAME = Text("", "")


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


@dataclass(frozen=True, slots=True)
class NeedData:
    """Evidence as a case has it. `values` is None until the department has answered; `question` is empty while the
    person has not signed that it may be asked.

    `hidden`: it is about another adult of the household, or nothing the reader weighs, so that they learn whether it
    came, not what it says.
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
class Opening:
    """What goes with a case from its first moment: what it waits for, and its receipt, which the service lays out in
    `documents/receipt.typ`."""

    needs: Sequence[NewNeed]
    title: Text
    receipt: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper of a step. `number` is the look of its number with the marks of the catalogue, empty for the case's own;
    `organisation` counts it, and seals it if it is `sealed`."""

    kind: str
    title: Text
    number: str
    organisation: str
    sealed: bool
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PaperData:
    """A paper of a case. `nth` counts those of its kind from 1; `made_by` is empty for the platform's."""

    kind: str
    title: Text
    state: PaperState
    file: str
    nth: int = 1
    number: str = ""
    made_by: str = ""
    asked_at: datetime | None = None

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self.kind if self.nth == 1 else f"{self.kind}-{self.nth}"


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
    """A decision with everything that explains it. `evidence_hash` names what it was made on; `ended_as` is what the
    service calls the end of its process, empty without one."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    values: Mapping[str, Any]
    evidence_hash: str
    by: str
    ended_as: Text = NO_NAME


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in a list: no answers, no evidence. `row` pages: pass the last one's.

    `applicant_name` is the name the operator gave, which is all they may be told of somebody outside their household.
    `in_household`: the operator is the applicant, or a department has shown them to be of one household.
    `answer_by` is the day the applicant was told: the promised one, or the legal one where the promise is the same day.
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
    answer_by: date
    due_is_provisional: bool
    closed_at: datetime | None
    row: int


@dataclass(frozen=True, slots=True)
class CaseData:
    """A case whole, for those who may see it. `evidence_hash` names the evidence it shows: a decision hands it back.

    `whole` is False for who applied for somebody outside their household: what departments told and why it was decided
    so is left out, since a name and a number are easily known and prove nothing.

    `in_part` is for clerks whose steps weigh nothing, and not `whole` either: who it is about, how far it is and the
    papers of their own steps.
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
    extended_at: datetime | None = None
    extended_by: str = ""
    extended_why: str = ""
    in_part: bool = False

    @property
    def answer_by(self) -> date:
        """The day the applicant was told, as in the summary."""
        return self.summary.answer_by

    @property
    def missing(self) -> tuple[NeedData, ...]:
        """Evidence the case waits for that has not come yet. What a step asks that has not opened is not among it."""
        return tuple(need for need in self.needs if need.values is None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a colleague is asked to confirm: a step with what was written and its files, and of the case its summary."""

    summary: CaseSummary
    service_hash: str
    step: ProcessStepData
    companion: CompanionData
    proofs: tuple[ProofData, ...]


@dataclass(frozen=True, slots=True)
class Extending:
    """To how many working days from acceptance a limit may be put off, and by which posts."""

    days: int
    organisation: str
    permission: str


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """What departments said about the reader for somebody's case; of that case only whether it is decided."""

    number: str
    service_name: Text
    organisation: str
    opened_at: datetime
    is_decided: bool
    needs: tuple[NeedData, ...]


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """An open step of a post beside the case it belongs to, which may be another office's. `service_hash` is the
    version its process is of."""

    summary: CaseSummary
    step: ProcessStepData
    service_hash: str

    @property
    def has_own_day(self) -> bool:
        """Whether the step itself is to be begun or done by a day."""
        return self.step.not_begun or self.step.due is not None

    @property
    def due(self) -> date:
        """The day it is to be begun by while nobody has, else done by; without its own limit the case's promise."""
        first = self.step.start_due if self.step.not_begun else self.step.due
        return first or self.summary.promised_due


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a desk's list. `after` leads to the next page, empty on the last; `steps` are those of the post, where
    they were asked for."""

    cases: tuple[CaseSummary, ...]
    after: str
    steps: tuple[WaitingStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How cases went since a moment: closed, of these in the promised time, and still open past the promise."""

    closed: int
    on_time: int
    overdue: int

    @property
    def late(self) -> int:
        return self.closed - self.on_time + self.overdue
