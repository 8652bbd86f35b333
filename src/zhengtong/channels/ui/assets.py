"""Style, script and favicon under names that hold their own hash, so that browsers may keep them for ever.

They are made in `STATIC_ROOT` (a folder of the home) when the web starts, and served by WhiteNoise; nothing has to be
collected.
"""

import gzip
import hashlib
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

SOURCE = Path(__file__).parent / "static" / "ui"
# One request for the style: the tokens first, then what uses them.
BUNDLES = {
    "zhengtong.css": ("tokens.css", "zhengtong.css"),
    "design.css": ("design.css",),
    "ui.js": ("ui.js",),
    "favicon.svg": ("favicon.svg",),
}
HASHED_NAME = r"\.[0-9a-f]{12}\."


@cache
def content(name: str) -> bytes:
    """The bytes of one bundle. KeyError when there is none of that name."""
    return b"\n".join((SOURCE / part).read_bytes() for part in BUNDLES[name])


@cache
def hashed(name: str) -> str:
    """The name with the hash of the content in it: `zhengtong.3f2a….css`."""
    stem, suffix = name.rsplit(".", 1)
    return f"{stem}.{hashlib.sha256(content(name)).hexdigest()[:12]}.{suffix}"


def static(name: str) -> str:
    """The address of a bundle."""
    return f"{settings.STATIC_URL}{hashed(name)}"


def build(target: Path) -> None:
    """Write every bundle, and its gzip beside it, into `target`. Files of earlier versions stay for pages in caches."""
    target.mkdir(parents=True, exist_ok=True)
    for name in BUNDLES:
        _write(target / hashed(name), content(name))
        _write(target / f"{hashed(name)}.gz", gzip.compress(content(name), mtime=0))


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    temporary.write_bytes(data)
    temporary.replace(path)
