"""Asking departments for data: with a purpose, minimised, logged on both sides, kept until answered."""

from zhengtong.sharing.gateway._operations.ask import ask, put, request
from zhengtong.sharing.gateway._operations.ask_due import ask_due
from zhengtong.sharing.gateway._operations.end_questions import end_questions
from zhengtong.sharing.gateway._operations.hold import hold
from zhengtong.sharing.gateway._operations.purpose import purpose
from zhengtong.sharing.gateway._operations.retry_now import retry_now
from zhengtong.sharing.gateway._operations.see_answer import answer
from zhengtong.sharing.gateway._policy import ForgedPurpose, NoAnswer, NotAuthorised, PurposeExpired
from zhengtong.sharing.gateway._queries import failing, questions, silent

__all__ = [
    "ForgedPurpose",
    "NoAnswer",
    "NotAuthorised",
    "PurposeExpired",
    "answer",
    "ask",
    "ask_due",
    "end_questions",
    "failing",
    "hold",
    "purpose",
    "put",
    "questions",
    "request",
    "retry_now",
    "silent",
]
