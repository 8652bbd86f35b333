"""One box or one choice: the clean answer, or what is missing."""

from collections.abc import Sequence
from typing import Any

from zhengtong.kernel.money import yuan_text
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._party import CHOOSE
from zhengtong.offer.forms.data import Option, Question

YES_NO = (Option("yes", Text("是", "Yes")), Option("no", Text("不是", "No")))
_TOO_SMALL = Text("至少是 {least}，再看一遍。", "At least {least}: please look again.")
_TOO_LARGE = Text("最多是 {most}，再看一遍。", "At most {most}: please look again.")
_EMPTY = Text("这里还没填。", "This is still empty.")


def read_one(question: Question, typed: str, options: Sequence[Option]) -> Any:
    """The clean answer, None for an empty one that need not be given. AnswerError tells what to mend."""
    if not typed:
        if question.required:
            raise AnswerError("required", _empty(question, options))
        return None
    if question.kind in ("choice", "yes_no"):
        return _chosen(question, typed, options)
    answer = read_answer(question.kind, typed, question.longest)
    _require_within(question, answer)
    return answer


def _require_within(question: Question, answer: Any) -> None:
    """A count or an amount in fen within the bounds of its question, if it has any."""
    is_money = question.kind == "money"
    least, most = (
        bound * 100 if is_money and bound is not None else bound for bound in (question.at_least, question.at_most)
    )
    if least is not None and answer < least:
        raise AnswerError("too_small", _TOO_SMALL.format(least=_amount(question, least)))
    if most is not None and answer > most:
        raise AnswerError("too_large", _TOO_LARGE.format(most=_amount(question, most)))


def _amount(question: Question, number: int) -> Text:
    if question.kind == "money":
        return yuan_text(number)
    unit = question.unit or Text("", "")
    return Text(f"{number} {unit.zh}".strip(), f"{number} {unit.in_('en')}".strip())


def _empty(question: Question, options: Sequence[Option]) -> Text:
    if options:
        return CHOOSE
    return _EMPTY


def _chosen(question: Question, typed: str, options: Sequence[Option]) -> Any:
    if typed not in {option.key for option in options}:
        raise AnswerError("choice", CHOOSE)
    return typed == "yes" if question.kind == "yes_no" else typed
