"""Whether typed text shows anything: what nobody sees says nothing."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by their category that are drawn as nothing: fillers of Hangul, an empty Braille cell."""
_MARKS = "M"


def is_unseen(character: str) -> bool:
    """Whether a character is drawn as nothing; ordinary spaces are not meant."""
    return character in _BLANK or unicodedata.category(character) in _UNSEEN


def says_something(text: str) -> bool:
    """Whether at least one character of a text is seen. A mark alone, with nothing to stand on, is not."""
    return any(not (one.isspace() or is_unseen(one) or unicodedata.category(one).startswith(_MARKS)) for one in text)
