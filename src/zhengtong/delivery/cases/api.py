"""Cases: opened by an application, fed by departments, decided by rules or a person, closed with a result."""

from zhengtong.delivery.cases._desk import archive, queue, queue_counts
from zhengtong.delivery.cases._operations._step_rows import HeldByAnother
from zhengtong.delivery.cases._operations.companions import (
    ask_companion,
    asked_of,
    asked_to_confirm,
    companions,
    confirm_companion,
    keep_draft,
)
from zhengtong.delivery.cases._operations.decide import close, decide, hand_to_person
from zhengtong.delivery.cases._operations.due_dates import limits, recompute_due_dates
from zhengtong.delivery.cases._operations.evidence import add_evidence, ask_anew, put_question
from zhengtong.delivery.cases._operations.extend import TooLateToExtend, extend
from zhengtong.delivery.cases._operations.home import route_steps, settle_region
from zhengtong.delivery.cases._operations.open_case import await_evidence, open_case
from zhengtong.delivery.cases._operations.papers import (
    make_papers_due,
    papers_failing,
    request_paper,
    request_step_paper,
)
from zhengtong.delivery.cases._operations.pass_on import held_steps, holders, pass_on_steps
from zhengtong.delivery.cases._operations.process_steps import (
    begin_process,
    begin_step,
    finish_step,
    hand_over_step,
    held_log,
    place_steps,
    reschedule_step,
    take_step,
    waits_over,
)
from zhengtong.delivery.cases._operations.proofs import (
    SentBefore,
    TooManyProofs,
    add_proof,
    proof_file,
    proofs,
    remove_proof,
)
from zhengtong.delivery.cases._operations.stopped_clock import stops_over
from zhengtong.delivery.cases._policy import is_own, may_extend, works_desk
from zhengtong.delivery.cases._queries import case, case_with_numbers, cases_of, evidence_about, sharing, waits_for
from zhengtong.delivery.cases._steps_queries import (
    handles,
    own_step,
    own_turns,
    process_log,
    process_steps,
    waits_behind,
    weighs,
    works_on,
)
from zhengtong.delivery.cases._tally import tally

__all__ = [
    "HeldByAnother",
    "SentBefore",
    "TooLateToExtend",
    "TooManyProofs",
    "add_evidence",
    "add_proof",
    "archive",
    "ask_anew",
    "ask_companion",
    "asked_of",
    "asked_to_confirm",
    "await_evidence",
    "begin_process",
    "begin_step",
    "case",
    "case_with_numbers",
    "cases_of",
    "close",
    "companions",
    "confirm_companion",
    "decide",
    "evidence_about",
    "extend",
    "finish_step",
    "hand_over_step",
    "hand_to_person",
    "handles",
    "held_log",
    "held_steps",
    "holders",
    "is_own",
    "keep_draft",
    "limits",
    "make_papers_due",
    "may_extend",
    "open_case",
    "own_step",
    "own_turns",
    "papers_failing",
    "pass_on_steps",
    "place_steps",
    "process_log",
    "process_steps",
    "proof_file",
    "proofs",
    "put_question",
    "queue",
    "queue_counts",
    "recompute_due_dates",
    "remove_proof",
    "request_paper",
    "request_step_paper",
    "reschedule_step",
    "route_steps",
    "settle_region",
    "sharing",
    "stops_over",
    "take_step",
    "tally",
    "waits_behind",
    "waits_for",
    "waits_over",
    "weighs",
    "works_desk",
    "works_on",
]
