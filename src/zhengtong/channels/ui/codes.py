"""QR codes drawn by the server as plain SVG: no inline style, readable in print."""

from functools import lru_cache

import segno
from markupsafe import Markup, escape

_INK, _GROUND = "#17211f", "#fff"


def qr(url: str, label: str) -> Markup:
    """A QR code of an address, error correction M, with a quiet zone of two modules. `label` says what it opens."""
    named = _drawing(url).replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
    return Markup(named)  # noqa: S704 segno draws shapes only, the label is escaped


@lru_cache(maxsize=256)
def _drawing(url: str) -> str:
    """Kept, since choosing the mask costs milliseconds and a page shows the same code to everybody."""
    code = segno.make(url, error="m", micro=False)
    return str(code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, dark=_INK, light=_GROUND))
