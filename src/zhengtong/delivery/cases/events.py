from dataclasses import dataclass

from zhengtong.kernel.events.api import event


@event("delivery.cases.case_opened")
@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case was opened; its first questions are on their way."""

    number: str


@event("delivery.cases.evidence_complete")
@dataclass(frozen=True, slots=True)
class EvidenceComplete:
    """Every department has answered: the case can be decided."""

    number: str


@event("delivery.cases.evidence_kept")
@dataclass(frozen=True, slots=True)
class EvidenceKept:
    """A department has answered; others may still be awaited."""

    number: str
    need: str


@event("delivery.cases.case_decided")
@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A decision was made by rules or by a person."""

    number: str
    outcome: str


@event("delivery.cases.case_closed")
@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The result is there; the applicant may judge it."""

    number: str
    outcome: str


@event("delivery.cases.late_answer")
@dataclass(frozen=True, slots=True)
class LateAnswer:
    """A department answered after the decision; someone should look whether it matters."""

    number: str
    need: str


@event("delivery.cases.paper_made")
@dataclass(frozen=True, slots=True)
class PaperMade:
    """A paper of a case lies ready."""

    number: str
    kind: str


@event("delivery.cases.paper_failing")
@dataclass(frozen=True, slots=True)
class PaperFailing:
    """A paper of a case could not be made several times: said once, while we go on trying."""

    number: str
    kind: str


@event("delivery.cases.due_changed")
@dataclass(frozen=True, slots=True)
class DueChanged:
    """A due date moved: the `promised` or the `legal` one because a year's working days were published, or both because
    the clock had `stopped` for a step or the limit was `extended` (`which`)."""

    number: str
    which: str
    due: str


@event("delivery.cases.step_opened")
@dataclass(frozen=True, slots=True)
class StepOpened:
    """The turn of a step of the process has come; `kind` says who does it: person, wait, evidence or system."""

    number: str
    step: str
    occurrence: int
    kind: str


@event("delivery.cases.step_done")
@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of the process is done; the process says what comes next."""

    number: str
    step: str
    occurrence: int
    outcome: str
