"""Going through a form: which pages, reading one, what is still missing."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.expressions import Expression, ExpressionError
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._party import CHOOSE, PartyError, party_options, read_party
from zhengtong.offer.forms._shape import values_of
from zhengtong.offer.forms.data import Facts, Form, KnownItem, Missing, Option, Page, PageInvalid, Question

_YES_NO = (Option("yes", Text("是", "Yes")), Option("no", Text("不是", "No")))
_EMPTY = Text("这里还没填。", "This is still empty.")


def pages_for(form: Form, facts: Facts) -> tuple[Page, ...]:
    """The pages this person meets, in order."""
    return tuple(page for page in form.pages if _holds(page.when, facts))


def questions_for(page: Page, facts: Facts) -> tuple[Question, ...]:
    """The questions of a page that are asked, given the answers so far."""
    return tuple(question for question in page.questions if _holds(question.when, facts))


def options_for(question: Question, facts: Facts) -> tuple[Option, ...]:
    """What can be chosen, for the kinds choice, yes_no and party; empty for the others."""
    if question.kind == "party":
        return party_options(question, facts)
    return _YES_NO if question.kind == "yes_no" else question.choices


def known_for(page: Page, facts: Facts) -> tuple[KnownItem, ...]:
    """The known values of a page, checked as an answer would be; nothing for a resource that has not answered."""
    return tuple(_known_items(page, facts))


def _known_items(page: Page, facts: Facts) -> Iterator[KnownItem]:
    for known in page.known:
        value = facts.get("known", {}).get(known.resource, {}).get(known.field)
        if value is None:
            continue
        problem = None
        if isinstance(value, str):
            try:
                read_answer(known.kind, value, len(value))
            except AnswerError as error:
                problem = error.text
        yield KnownItem(known, value, problem)


def read_page(form: Form, page_id: str, raw: Mapping[str, str], facts: Facts) -> dict[str, Any]:
    """The clean answers of a page; questions that are not asked are left out whatever was posted.

    An optional question left blank is answered with None, which takes an earlier answer back.

    PageInvalid with one problem per wrong field; its `accepted` holds the other answers. KeyError for no such page.
    """
    answers: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    earlier = dict(facts.get("answers", {}))
    for question in form.page(page_id).questions:
        earlier.pop(question.id, None)
        if _holds(question.when, {**facts, "answers": earlier}):
            try:
                answer = _read(question, raw, facts)
            except PartyError as error:
                problems += error.problems
            except AnswerError as error:
                problems.append(FieldProblem(question.id, error.code, error.text))
            else:
                if answer is not None:
                    answers[question.id] = earlier[question.id] = answer
                elif question.id in raw:
                    answers[question.id] = None
    if problems:
        raise PageInvalid(problems, answers)
    return answers


def missing(form: Form, facts: Facts) -> tuple[Missing, ...]:
    """Every required question asked of this person that has no answer yet, in order."""
    answers = facts.get("answers", {})
    return tuple(
        Missing(page.id, question.id)
        for page in pages_for(form, facts)
        for question in questions_for(page, facts)
        if question.required and question.id not in answers
    )


def asked_answers(form: Form, facts: Facts) -> dict[str, Any]:
    """The answers to questions still asked: what is sent when the application is handed in."""
    answers = facts.get("answers", {})
    asked = [q.id for page in pages_for(form, facts) for q in questions_for(page, facts)]
    return {id: answers[id] for id in asked if id in answers}


def _read(question: Question, raw: Mapping[str, str], facts: Facts) -> Any:
    typed = raw.get(question.id, "").strip()
    if not typed:
        if question.required:
            raise AnswerError("required", CHOOSE if options_for(question, facts) else _EMPTY)
        return None
    if question.kind == "party":
        return read_party(question, raw, facts)
    if question.kind in ("choice", "yes_no"):
        return _chosen(question, typed, facts)
    return read_answer(question.kind, typed, question.longest)


def _chosen(question: Question, typed: str, facts: Facts) -> Any:
    if typed not in {option.key for option in options_for(question, facts)}:
        raise AnswerError("choice", CHOOSE)
    return typed == "yes" if question.kind == "yes_no" else typed


def _holds(when: Expression | None, facts: Facts) -> bool:
    """Whether a condition holds; one that cannot be worked out from what is known so far does not."""
    if when is None:
        return True
    try:
        return bool(when.evaluate(values_of(facts)))
    except ExpressionError:
        return False
