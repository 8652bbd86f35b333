"""Going through a form: which pages, reading one, what is still missing."""

from collections.abc import Iterator, Mapping
from typing import Any

from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.expressions import Expression, ExpressionError
from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._entries import derived, entries_of
from zhengtong.offer.forms._names import is_named, require_named
from zhengtong.offer.forms._one import YES_NO, read_one
from zhengtong.offer.forms._party import PartyError, party_options, read_party
from zhengtong.offer.forms._read_entries import EntriesError, read_entries
from zhengtong.offer.forms._shape import values_of
from zhengtong.offer.forms.data import Facts, Form, KnownItem, Missing, Option, Page, PageInvalid, Question


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
    return YES_NO if question.kind == "yes_no" else question.choices


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


def home_of(form: Form, facts: Facts) -> str:
    """The region (区划代码) of whoever applies: what the first question of kind `region` was answered with, else what a
    department told in the first known value of that kind; empty when neither says."""
    asked = [question.id for page in form.pages for question in page.questions if question.kind == "region"]
    told = [item.value for page in form.pages for item in known_for(page, facts) if _is_region(item)]
    answers = facts.get("answers", {})
    return str(next((answers[id] for id in asked if answers.get(id)), next(iter(told), "")))


def _is_region(item: KnownItem) -> bool:
    return item.known.kind == "region" and item.problem is None


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
            except (PartyError, EntriesError) as error:
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
    return tuple(
        missed
        for page in pages_for(form, facts)
        for question in questions_for(page, facts)
        for missed in _missing(page, question, facts)
    )


def _missing(page: Page, question: Question, facts: Facts) -> Iterator[Missing]:
    answers = facts.get("answers", {})
    if question.id not in answers:
        if question.required:
            yield Missing(page.id, question.id)
    elif not is_named(question, answers[question.id], facts):  # somebody was taken off the household since
        yield Missing(page.id, question.id)
    elif question.repeat:
        entries = entries_of(question, facts)
        if not question.repeat.least <= len(entries) <= question.repeat.most:
            yield Missing(page.id, question.id)
        for entry in entries:
            yield from (Missing(page.id, question.id, entry.key, part) for part in entry.missing)


def asked_answers(form: Form, facts: Facts) -> dict[str, Any]:
    """The answers to questions still asked: what is sent when the application is handed in."""
    facts = derived(form, facts)
    answers = facts.get("answers", {})
    asked = [q.id for page in pages_for(form, facts) for q in questions_for(page, facts)]
    return {id: answers[id] for id in asked if id in answers}


def _read(question: Question, raw: Mapping[str, str], facts: Facts) -> Any:
    if question.repeat:
        return read_entries(question, question.repeat, raw, facts)
    typed = raw.get(question.id, "").strip()
    if question.kind == "party" and typed:
        return read_party(question, raw, facts)
    answer = read_one(question, typed, options_for(question, facts))
    if answer is not None:
        require_named(question, typed, facts)
    return answer


def _holds(when: Expression | None, facts: Facts) -> bool:
    """Whether a condition holds; one that cannot be worked out from what is known so far does not."""
    if when is None:
        return True
    try:
        return bool(when.evaluate(values_of(facts)))
    except ExpressionError:
        return False
