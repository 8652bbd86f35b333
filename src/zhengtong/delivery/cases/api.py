"""Cases: opened by an application, fed by departments, decided by rules or a person, closed with a result."""

from zhengtong.delivery.cases._desk import archive, queue, queue_counts
from zhengtong.delivery.cases._operations.decide import close, decide, hand_to_person
from zhengtong.delivery.cases._operations.due_dates import limits, recompute_due_dates
from zhengtong.delivery.cases._operations.evidence import add_evidence
from zhengtong.delivery.cases._operations.open_case import await_evidence, open_case
from zhengtong.delivery.cases._operations.papers import make_papers_due, papers_failing, request_paper
from zhengtong.delivery.cases._operations.process_steps import (
    HeldByAnother,
    begin_process,
    finish_step,
    hand_over_step,
    held_log,
    place_steps,
    release_steps,
    reschedule_step,
    take_step,
    waits_over,
)
from zhengtong.delivery.cases._operations.stopped_clock import stops_over
from zhengtong.delivery.cases._policy import is_own, works_desk
from zhengtong.delivery.cases._queries import case, case_with_numbers, cases_of, evidence_about, waits_for
from zhengtong.delivery.cases._steps_queries import process_log, process_steps, steps_for
from zhengtong.delivery.cases._tally import tally

__all__ = [
    "HeldByAnother",
    "add_evidence",
    "archive",
    "await_evidence",
    "begin_process",
    "case",
    "case_with_numbers",
    "cases_of",
    "close",
    "decide",
    "evidence_about",
    "finish_step",
    "hand_over_step",
    "hand_to_person",
    "held_log",
    "is_own",
    "limits",
    "make_papers_due",
    "open_case",
    "papers_failing",
    "place_steps",
    "process_log",
    "process_steps",
    "queue",
    "queue_counts",
    "recompute_due_dates",
    "release_steps",
    "request_paper",
    "reschedule_step",
    "steps_for",
    "stops_over",
    "take_step",
    "tally",
    "waits_for",
    "waits_over",
    "works_desk",
]
