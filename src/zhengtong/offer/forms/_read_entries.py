"""Reading what was typed for entries: one page of one entry, or all entries of a question at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zhengtong.kernel.errors import FieldProblem, NotFound
from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError
from zhengtong.offer.forms._entries import FIRST, entries_of, entry_of, entry_options, kept_entries
from zhengtong.offer.forms._one import YES_NO, read_one
from zhengtong.offer.forms._party import CHOOSE, household, member_key
from zhengtong.offer.forms.data import Facts, Option, PageInvalid, Question, Repeat

MEMBER = "member"
_TWICE = Text("这个人已经写过了，不用再写一遍。", "This person is there already.")
_UNFINISHED = Text("“{name}”还没填完，点“接着填”。", "“{name}” is not finished: choose “Continue”.")
_TOO_FEW = Text("至少写 {least} 项，现在是 {count} 项。", "At least {least} are needed; there are {count}.")
_TOO_MANY = Text("最多写 {most} 项，现在是 {count} 项。", "At most {most} are taken; there are {count}.")
_KEY = Text("编号写 1 到 6 位数字。", "Number it with one to six digits.")
_KEY_DIGITS = 6


class EntriesError(Exception):
    """What is wrong with the entries of one question."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(str(problems))
        self.problems = list(problems)


def read_part(
    question: Question, kept: Mapping[str, Any], part: str, raw: Mapping[str, str], facts: Facts
) -> dict[str, Any]:
    """The clean answers of one page of one entry; None for one that was left empty and need not be given.

    PageInvalid as of `read_page`; NotFound for a page that is not asked of this entry.
    """
    if all(part != page.id for page in entry_of(question, kept, facts).pages):
        raise NotFound()
    answers, problems = _part(question, kept, part, raw, facts)
    if problems:
        raise PageInvalid(problems, answers)
    return answers


def _part(
    question: Question, kept: Mapping[str, Any], part: str, raw: Mapping[str, str], facts: Facts
) -> tuple[dict[str, Any], list[FieldProblem]]:
    assert question.repeat is not None
    asked = question.repeat.page(part).questions
    rest = {name: value for name, value in kept.items() if name not in {one.id for one in asked}}
    answers: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for one in asked:
        if not _is_asked(question, {**rest, **answers}, one, facts):
            continue
        try:
            answers[one.id] = read_one(one, raw.get(one.id, "").strip(), options_of(question, one, facts))
            _require_new(question, kept["key"], one, answers, facts)
        except AnswerError as error:
            answers.pop(one.id, None)
            problems.append(FieldProblem(one.id, error.code, error.text))
    return answers, problems


def _is_asked(question: Question, kept: Mapping[str, Any], one: Question, facts: Facts) -> bool:
    known = {name: value for name, value in kept.items() if value is not None}
    return any(one.id == asked.id for page in entry_of(question, known, facts).pages for asked in page.questions)


def options_of(question: Question, one: Question, facts: Facts) -> tuple[Option, ...]:
    """What can be chosen for a question of an entry."""
    assert question.repeat is not None
    return YES_NO if one.kind == "yes_no" else entry_options(one, question.repeat, facts)


def _require_new(question: Question, key: str, one: Question, answers: Mapping[str, Any], facts: Facts) -> None:
    """One person is one entry."""
    if question.kind != "people" or one.id != "id_number":
        return
    if _is_there(question, key, answers[one.id], facts):
        raise AnswerError("twice", _TWICE)


def _is_there(question: Question, key: str, id_number: str, facts: Facts) -> bool:
    others = (entry for entry in kept_entries(question, facts) if entry["key"] != key)
    return any(entry.get("id_number") == id_number for entry in others)


def read_entries(question: Question, repeat: Repeat, raw: Mapping[str, str], facts: Facts) -> list[Mapping[str, Any]]:
    """Every entry as it is kept, with what is worked out: those posted as `question.key.name`, or the draft's own.

    EntriesError names what is wrong. An empty list is an answer: there is none.
    """
    posted = _posted(question, raw)
    if posted:
        facts = _with(question, _read_posted(question, repeat, posted, facts), facts)
    problems = list(_wrong(question, repeat, facts))
    if problems:
        raise EntriesError(problems)
    kept = kept_entries(question, facts)
    return [{**one, **entry.values} for one, entry in zip(kept, entries_of(question, facts), strict=True)]


def _posted(question: Question, raw: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By key of the entry, what was typed into each of its boxes."""
    found: dict[str, dict[str, str]] = {}
    for name, typed in raw.items():
        owner, _, rest = name.partition(".")
        key, _, box = rest.partition(".")
        if owner == question.id and box:
            found.setdefault(key, {})[box] = typed
    return found


def _with(question: Question, entries: Sequence[Mapping[str, Any]], facts: Facts) -> Facts:
    return {**facts, "answers": {**facts.get("answers", {}), question.id: list(entries)}}


def _read_posted(
    question: Question, repeat: Repeat, posted: Mapping[str, Mapping[str, str]], facts: Facts
) -> list[Mapping[str, Any]]:
    built: list[Mapping[str, Any]] = []
    problems: list[FieldProblem] = []
    if repeat.party and FIRST not in posted:
        posted = {FIRST: {}, **posted}
    for key, boxes in posted.items():
        entry, wrong = _read_one_posted(question, repeat, key, boxes, _with(question, built, facts))
        built.append(entry)
        problems += [FieldProblem(f"{question.id}.{key}.{one.field}", one.code, one.text) for one in wrong]
    if problems:
        raise EntriesError(problems)
    return built


def _read_one_posted(
    question: Question, repeat: Repeat, key: str, boxes: Mapping[str, str], facts: Facts
) -> tuple[dict[str, Any], list[FieldProblem]]:
    kept: dict[str, Any] = {"key": key}
    if key == FIRST and repeat.party:
        kept = dict(kept_entries(question, facts)[0])
    elif not (key.isascii() and key.isdecimal() and len(key) <= _KEY_DIGITS):
        return kept, [FieldProblem("key", "key", _KEY)]
    if boxes.get(MEMBER):
        member = known_member(question, boxes[MEMBER], facts)
        if member is None:
            return kept, [FieldProblem(MEMBER, "choice", CHOOSE)]
        if _is_there(question, key, member["id_number"], facts):
            return kept, [FieldProblem(MEMBER, "twice", _TWICE)]
        kept |= member
    problems: list[FieldProblem] = []
    for page in repeat.pages:
        if any(page.id == asked.id for asked in entry_of(question, kept, facts).pages):
            answers, wrong = _part(question, kept, page.id, boxes, facts)
            kept |= {name: answer for name, answer in answers.items() if answer is not None}
            problems += wrong
    return kept, problems


def known_member(question: Question, key: str, facts: Facts) -> dict[str, Any] | None:
    """What the register knows of the member with an opaque key, as an entry keeps it; None for no such member."""
    for member in household(question, facts):
        if member_key(member) == key:
            told = str(member.get("relation", ""))
            return {"known": True, "name": member["name"], "id_number": member["id_number"], "told_relation": told}
    return None


def members_to_add(question: Question, facts: Facts) -> tuple[Option, ...]:
    """The members of the household the register knows and who are not among the entries yet, by opaque keys."""
    there = {entry.get("id_number") for entry in kept_entries(question, facts)}
    return tuple(
        Option(member_key(member), Text(member["name"], member["name"]), _told(member))
        for member in household(question, facts)
        if member["id_number"] not in there
    )


def _told(member: Mapping[str, Any]) -> Text | None:
    relation = str(member.get("relation", ""))
    return Text(relation, relation) if relation else None


def _wrong(question: Question, repeat: Repeat, facts: Facts) -> Iterator[FieldProblem]:
    entries = entries_of(question, facts)
    if len(entries) < repeat.least:
        yield FieldProblem(question.id, "too_few", _TOO_FEW.format(least=repeat.least, count=len(entries)))
    if len(entries) > repeat.most:
        yield FieldProblem(question.id, "too_many", _TOO_MANY.format(most=repeat.most, count=len(entries)))
    for entry in entries:
        if entry.missing:
            text = Text(_UNFINISHED.zh.format(name=entry.title.zh), _UNFINISHED.en.format(name=entry.title.in_("en")))
            yield FieldProblem(f"{question.id}.{entry.key}", "unfinished", text)
