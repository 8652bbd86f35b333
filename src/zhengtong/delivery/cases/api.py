"""Cases: opened by an application, fed by departments, decided by rules or a person, closed with a result."""

from zhengtong.delivery.cases._desk import archive, queue, queue_counts
from zhengtong.delivery.cases._operations.decide import close, decide, hand_to_person
from zhengtong.delivery.cases._operations.due_dates import limits, recompute_due_dates
from zhengtong.delivery.cases._operations.evidence import add_evidence
from zhengtong.delivery.cases._operations.open_case import await_evidence, open_case
from zhengtong.delivery.cases._operations.papers import make_papers_due, papers_failing, request_paper
from zhengtong.delivery.cases._policy import is_own, works_desk
from zhengtong.delivery.cases._queries import case, case_with_numbers, cases_of, waits_for
from zhengtong.delivery.cases._tally import tally

__all__ = [
    "add_evidence",
    "archive",
    "await_evidence",
    "case",
    "case_with_numbers",
    "cases_of",
    "close",
    "decide",
    "hand_to_person",
    "is_own",
    "limits",
    "make_papers_due",
    "open_case",
    "papers_failing",
    "queue",
    "queue_counts",
    "recompute_due_dates",
    "request_paper",
    "tally",
    "waits_for",
    "works_desk",
]
