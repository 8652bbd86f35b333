"""Forms: which pages a person meets, reading what they typed, what is still missing. No rows, no queries."""

from zhengtong.offer.forms._answers import AnswerError, read_answer
from zhengtong.offer.forms._entries import (
    FIRST,
    belongings,
    derived,
    entries_of,
    entry_of,
    kept_entry,
    next_key,
    repeated_on,
    total_of,
)
from zhengtong.offer.forms._first import is_helped, pages_named
from zhengtong.offer.forms._form import form_asking, form_of, prefills_of
from zhengtong.offer.forms._names import require_named
from zhengtong.offer.forms._pages import (
    asked_answers,
    home_of,
    known_for,
    missing,
    options_for,
    pages_for,
    questions_for,
    read_page,
)
from zhengtong.offer.forms._party import household, party_of, person_named, person_of
from zhengtong.offer.forms._read_entries import known_member, members_to_add, options_of, read_part
from zhengtong.offer.forms._show import boxes_of, said, told, told_as_sent, typed_answer, worked_out

__all__ = [
    "FIRST",
    "AnswerError",
    "asked_answers",
    "belongings",
    "boxes_of",
    "derived",
    "entries_of",
    "entry_of",
    "form_asking",
    "form_of",
    "home_of",
    "household",
    "is_helped",
    "kept_entry",
    "known_for",
    "known_member",
    "members_to_add",
    "missing",
    "next_key",
    "options_for",
    "options_of",
    "pages_for",
    "pages_named",
    "party_of",
    "person_named",
    "person_of",
    "prefills_of",
    "questions_for",
    "read_answer",
    "read_page",
    "read_part",
    "repeated_on",
    "require_named",
    "said",
    "told",
    "told_as_sent",
    "total_of",
    "typed_answer",
    "worked_out",
]
