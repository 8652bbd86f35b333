"""What a page costs who opens it for the first time: bytes over the wire, packed, and requests."""

import gzip
import re
from dataclasses import dataclass
from typing import Any

from zhengtong.channels.ui import assets

_LOADED = re.compile(r"""<(?:link|script|img|source|iframe|object|embed)\b[^>]*?\s(?:href|src|data)="([^"]+)\"""")
_IN_STYLE = re.compile(r"url\(|@import|@font-face")


@dataclass(frozen=True, slots=True)
class Weight:
    """`total` in bytes, the page and all that it loads; `requests` with the page itself."""

    total: int
    requests: int


def weight(response: Any) -> Weight:
    """Of a page as it was rendered. AssertionError for what it loads and is no bundle of ours, whose size nobody knows,
    or for a style that loads more (a font, a picture)."""
    loaded = sorted(set(_LOADED.findall(response.content.decode())))
    bundles = {assets.static(name): assets.content(name) for name in assets.BUNDLES}
    assert set(loaded) <= set(bundles), set(loaded) - set(bundles)
    assert not [address for address in loaded if _IN_STYLE.search(bundles[address].decode())]
    parts = [response.content, *(bundles[address] for address in loaded)]
    return Weight(sum(len(gzip.compress(part, mtime=0)) for part in parts), len(parts))
