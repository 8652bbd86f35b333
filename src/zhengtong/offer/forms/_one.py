"""One box or one choice: the clean answer, or what is missing."""

from collections.abc import Sequence
from typing import Any

from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._party import CHOOSE
from zhengtong.offer.forms.data import Option, Question

YES_NO = (Option("yes", Text("是", "Yes")), Option("no", Text("不是", "No")))
_EMPTY = Text("这里还没填。", "This is still empty.")


def read_one(question: Question, typed: str, options: Sequence[Option]) -> Any:
    """The clean answer, None for an empty one that need not be given. AnswerError tells what to mend."""
    if not typed:
        if question.required:
            raise AnswerError("required", _empty(question, options))
        return None
    if question.kind in ("choice", "yes_no"):
        return _chosen(question, typed, options)
    return read_answer(question.kind, typed, question.longest)


def _empty(question: Question, options: Sequence[Option]) -> Text:
    if options:
        return CHOOSE
    return _EMPTY


def _chosen(question: Question, typed: str, options: Sequence[Option]) -> Any:
    if typed not in {option.key for option in options}:
        raise AnswerError("choice", CHOOSE)
    return typed == "yes" if question.kind == "yes_no" else typed
