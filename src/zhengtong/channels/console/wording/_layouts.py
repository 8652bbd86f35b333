"""What a layout says in Chinese: its prose as it stands, and of its code only the words between brackets or quotes."""

import re
from collections.abc import Iterator

_CHINESE = re.compile("[\u4e00-\u9fff]")
_CODE = re.compile(r"#(?:for|if|let|text|grid|rows|strong|align|v|h)\b|[(\[{)\]}]|[\w-]+:|if |else|let |verify|sign")
"""How a line of code begins; `#data.applicant，您好：` is prose."""
_WORDS = re.compile(r'"([^"]*)"|\[([^\[\]]*)\]')
_NESTED = re.compile(r"\[[^\]]*[\u4e00-\u9fff][^\]]*\[|\][^\[]*[\u4e00-\u9fff][^\[]*\]")
"""Words of their own around brackets: `[一共 #strong[3] 人]`."""


def said_in_layout(source: str) -> Iterator[tuple[int, str]]:
    """Every piece of a layout that says something in Chinese, with its line."""
    for number, line in enumerate(source.splitlines(), 1):
        words = line.partition("//")[0].strip()
        pieces = _pieces(words) if _CODE.match(words) else [words]
        yield from ((number, piece) for piece in pieces if _CHINESE.search(piece))


def _pieces(code: str) -> list[str]:
    """The words of a line of code; the whole line where brackets stand inside others that speak, rather than half."""
    if _NESTED.search(code):
        return [code]
    return ["".join(found).strip() for found in _WORDS.findall(code)] if _WORDS.search(code) else [code]
