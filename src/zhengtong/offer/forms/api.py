"""Forms: which pages a person meets, reading what they typed, what is still missing. No rows, no queries."""

from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._form import form_asking, form_of, prefills_of
from zhengtong.offer.forms._pages import (
    asked_answers,
    known_for,
    missing,
    options_for,
    pages_for,
    questions_for,
    read_page,
)
from zhengtong.offer.forms._party import party_of
from zhengtong.offer.forms._show import said, typed_answer

__all__ = [
    "AnswerError",
    "asked_answers",
    "form_asking",
    "form_of",
    "known_for",
    "missing",
    "options_for",
    "pages_for",
    "party_of",
    "prefills_of",
    "questions_for",
    "read_answer",
    "read_page",
    "said",
    "typed_answer",
]
