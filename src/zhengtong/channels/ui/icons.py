"""Icons: a page carries only the symbols it uses, collected after it is rendered."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template
from markupsafe import Markup

SHEET = Path(__file__).parent / "static" / "ui" / "icons.svg"
# Text is escaped, so neither can come from what somebody wrote.
SYMBOLS_HERE = Markup("<!--symbols-->")
_USE = re.compile(r'<use href="#i-([a-z]+)"/>')
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)".*?</symbol>')


@cache
def symbols() -> dict[str, str]:
    """Every symbol of the sheet by its name."""
    return {match[1]: match[0] for match in _SYMBOL.finditer(SHEET.read_text(encoding="utf-8"))}


def icon(name: str) -> Markup:
    """An icon, hidden from screen readers: a word always stands beside it. KeyError when the sheet has none."""
    _ = symbols()[name]
    return Markup('<svg class="i" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>').format(name)


def with_symbols(page: str) -> str:
    """The page with the symbols it uses put where `SYMBOLS_HERE` stands; a fragment has no such place."""
    if SYMBOLS_HERE not in page:
        return page
    used = sorted(set(_USE.findall(page)))
    sheet = "".join(symbols()[name] for name in used)
    return page.replace(
        SYMBOLS_HERE, f'<svg class="vh" aria-hidden="true" focusable="false">{sheet}</svg>' if used else "", 1
    )


class PageTemplate(Template):
    """A template whose rendering ends by putting the symbols in."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return with_symbols(super().render(*args, **kwargs))
