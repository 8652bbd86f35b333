"""Processes: what a service's drawing says comes next, where a log stands, and how that looks. No rows, no queries."""

from zhengtong.offer.workflow._definition import process_of, steps_of_applicant
from zhengtong.offer.workflow._draw import diagram
from zhengtong.offer.workflow._replay import begin, complete, follow, position
from zhengtong.offer.workflow._words import sentence, words

__all__ = [
    "begin",
    "complete",
    "diagram",
    "follow",
    "position",
    "process_of",
    "sentence",
    "steps_of_applicant",
    "words",
]
