"""The first of the people in the words of a form: “您” where they fill it in themselves, by name where another does."""

from collections.abc import Iterable
from dataclasses import replace

from zhengtong.kernel.text import Text
from zhengtong.offer.forms._party import party_of
from zhengtong.offer.forms.data import Facts, Option, Page, Party, Question, Repeat

MARK = "{first}"
_YOU = Text("您", "you")


def first_of(repeat: Repeat, facts: Facts) -> Party | None:
    """Who is always the first of the people; None where nobody is, or where it was not said yet."""
    try:
        return party_of(facts, repeat.party) if repeat.party else None
    except KeyError:
        return None


def is_helped(repeat: Repeat, facts: Facts) -> bool:
    """Whether the first person is somebody else than who fills in the form."""
    first = first_of(repeat, facts)
    return first is not None and first.id_number != facts.get("applicant", {}).get("id_number")


def pages_named(repeat: Repeat, facts: Facts) -> tuple[Page, ...]:
    """The pages of every entry, each mark of the first person filled in."""
    word = _word(repeat, facts)
    return tuple(_page(page, word) for page in repeat.pages)


def verdict_named(words: Text, repeat: Repeat, facts: Facts) -> Text:
    """Why somebody counts or does not, the mark of the first person filled in."""
    return _text(words, _word(repeat, facts))


def _word(repeat: Repeat, facts: Facts) -> Text:
    first = first_of(repeat, facts)
    return Text(first.name, first.name) if first and is_helped(repeat, facts) else _YOU


def _page(page: Page, word: Text) -> Page:
    questions = tuple(_question(one, word) for one in page.questions)
    return replace(page, title=_text(page.title, word), intro=_maybe(page.intro, word), questions=questions)


def _question(question: Question, word: Text) -> Question:
    label, hint = _text(question.label, word), _maybe(question.hint, word)
    return replace(question, label=label, hint=hint, choices=_choices(question.choices, word))


def _choices(choices: Iterable[Option], word: Text) -> tuple[Option, ...]:
    return tuple(replace(one, label=_text(one.label, word), hint=_maybe(one.hint, word)) for one in choices)


def _maybe(words: Text | None, word: Text) -> Text | None:
    return None if words is None else _text(words, word)


def _text(words: Text, word: Text) -> Text:
    """Not by `format`: a folder's words may hold braces of their own."""
    if MARK not in words.zh and MARK not in words.en:
        return words
    return Text(words.zh.replace(MARK, word.zh), words.en.replace(MARK, word.in_("en")))
