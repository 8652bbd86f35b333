"""The words somebody signs: filled in once, and known by their digest."""

import hashlib
from collections.abc import Mapping
from string import Formatter

from zhengtong.delivery.authorisations.data import Asked, Definition, NewSigner
from zhengtong.kernel.text import Text

MARKS = ("applicant", "person", "id_number", "service", "organisation", "asked", "case", "date")
"""What a text may be filled in with."""
_ROOM, _DAY = "＿" * 9, "＿＿＿＿年＿＿月＿＿日"


def unknown_marks(words: str) -> list[str]:
    """The marks of a text that nothing fills; a text that is not well written is its own unknown mark."""
    try:
        found = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    except ValueError:
        return [words]
    return [name for name in found if name not in MARKS]


def filled(definition: Definition, asked: Asked, signer: NewSigner) -> tuple[Text, Text]:
    """The text and the promise as this signer reads them, in both languages."""
    on = asked.on
    chinese = _marks(asked, signer, "zh-Hans", f"{on.year}年{on.month}月{on.day}日")
    english = _marks(asked, signer, "en", f"{on:%-d %B %Y}")
    made = [
        Text(words.zh.format_map(chinese), words.in_("en").format_map(english))
        for words in (definition.text, definition.promise)
    ]
    return made[0], made[1]


def _marks(asked: Asked, signer: NewSigner, language: str, on: str) -> Mapping[str, str]:
    return {
        "applicant": asked.applicant_name,
        "person": signer.name,
        "id_number": signer.id_number,
        "service": asked.service.in_(language),
        "organisation": asked.organisation.in_(language),
        "asked": asked.asked.in_(language),
        "case": asked.case,
        "date": on,
    }


def blank_words(definition: Definition, service: Text, organisation: Text, asked: Text) -> tuple[Text, Text]:
    """The text and the promise as they are printed for anybody, with room to write where they name a person or a day.
    Chinese alone: it is what is signed."""
    known = {"service": service.zh, "organisation": organisation.zh, "asked": asked.zh, "date": _DAY}
    marks = {**dict.fromkeys(MARKS, _ROOM), **known}
    return Text(definition.text.zh.format_map(marks), ""), Text(definition.promise.zh.format_map(marks), "")


def digest_of(text: Text, promise: Text) -> str:
    """SHA-256 in hex over the Chinese words of text and promise, in UTF-8, a line feed between."""
    return hashlib.sha256(f"{text.zh}\n{promise.zh}".encode()).hexdigest()
