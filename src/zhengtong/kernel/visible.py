"""Whether typed text shows anything: what nobody sees says nothing."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that are drawn as nothing: fillers of Hangul, an empty Braille cell."""
_SAYING = "LNS"
"""Letters of any script, numbers, symbols (an emoji among them), by their category."""


def is_unseen(character: str) -> bool:
    """Whether a character is drawn as nothing; ordinary spaces are not meant."""
    return character in _BLANK or unicodedata.category(character) in _UNSEEN


def says_something(text: str) -> bool:
    """Whether at least one character of a text says something: punctuation says nothing, and what nobody sees neither;
    nor does a mark alone, with nothing to stand on."""
    return any(unicodedata.category(one)[0] in _SAYING and one not in _BLANK for one in text)


def too_little(text: str, least: int) -> bool:
    """Whether fewer than `least` characters were written, or mostly punctuation: “。。。。” is no reason."""
    saying = sum(unicodedata.category(one)[0] in _SAYING and one not in _BLANK for one in text)
    return len(text) < least or saying * 2 < least
