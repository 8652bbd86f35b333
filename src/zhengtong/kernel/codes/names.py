"""Names of people: letters of any script, rare Han of the extension planes included (no standard was read)."""

import unicodedata

from zhengtong.kernel.codes._common import CodeError
from zhengtong.kernel.text import Text

_JOINTS = frozenset("·•.'’ -")
_WRONG = Text(
    "只写名字，和身份证上一样，不带表情、符号。", "Write the name alone, as on the ID card, without signs or pictures."
)


def parse(typed: str) -> str:
    """The name, full-width characters made ordinary. CodeError unless it is letters and what joins them."""
    name = unicodedata.normalize("NFKC", typed).strip()
    letters = [character for character in name if character not in _JOINTS]
    if letters and all(unicodedata.category(character)[0] in "LM" for character in letters):
        return name
    raise CodeError("character", _WRONG)
