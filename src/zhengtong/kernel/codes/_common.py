"""What the codes share: tidying what was typed, length, characters, and the error they raise."""

import unicodedata
from datetime import date

from zhengtong.kernel.errors import FieldProblem
from zhengtong.kernel.text import Text

DIGITS = frozenset("0123456789")
_SEPARATORS = str.maketrans("", "", " \t\u3000-‐–—")


class CodeError(ValueError):
    """A code that cannot be right.

    `code` names the kind of fault: `length`, `character`, `region`, `date`, `form` or `check_digit`. `text` tells a
    person what is wrong and how to mend it.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text

    def problem(self, field: str) -> FieldProblem:
        """The fault as a problem of one field of a form."""
        return FieldProblem(field, self.code, self.text)


def tidy(typed: str) -> str:
    """Full-width characters made ordinary, letters made capital, spaces and hyphens removed."""
    return unicodedata.normalize("NFKC", typed).translate(_SEPARATORS).upper()


def require_length(code: str, length: int, name: Text) -> None:
    """CodeError `length` unless the code has exactly `length` characters."""
    if len(code) == length:
        return
    zh = "{name}是 {length} 位，您写了 {count} 位。请对照原件{mend}。"
    en = "The {name} has {length} characters; you wrote {count}. Compare with the original and {mend}."
    short = len(code) < length
    text = Text(
        zh.format(name=name.zh, length=length, count=len(code), mend="补全" if short else "删去多余的"),
        en.format(name=name.en, length=length, count=len(code), mend="complete it" if short else "remove the rest"),
    )
    raise CodeError("length", text)


def require_characters(code: str, allowed: frozenset[str], allowed_name: Text, *, first: int = 1) -> None:
    """CodeError `character` at the first one that is not allowed; `first` is the place of `code[0]` in the whole."""
    for place, character in enumerate(code, start=first):
        if character not in allowed:
            text = Text(
                "第 {place} 位“{character}”不对，这一位只能是{allowed}。请改这一位。",
                "Character {place}, “{character}”, cannot stand there: only {allowed}. Change that character.",
            )
            zh = text.zh.format(place=place, character=character, allowed=allowed_name.zh)
            en = text.en.format(place=place, character=character, allowed=allowed_name.en)
            raise CodeError("character", Text(zh, en))


def require_check(given: str, expected: str, name: Text) -> None:
    """CodeError `check_digit` when the last character does not fit the ones before it."""
    if given != expected:
        zh = f"{name.zh}对不上，至少有一位写错了。请看着证件，一位一位对。"
        en = f"The {name.en} does not add up: at least one character is wrong. Compare each one with the original."
        raise CodeError("check_digit", Text(zh, en))


def read_date(digits: str, *, first: int) -> date:
    """The date of eight digits YYYYMMDD that begin at place `first`. CodeError `date` when there is no such day."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        places = f"{first}–{first + 7}"
        zh = f"第 {places} 位“{digits}”该是年月日，可是没有这一天。改一下，比如 19461123。"
        en = f"Characters {places}, “{digits}”, should be a date, but there is no such day. Write a real one: 19461123."
        raise CodeError("date", Text(zh, en)) from None


DIGITS_NAME = Text("数字", "digits")
