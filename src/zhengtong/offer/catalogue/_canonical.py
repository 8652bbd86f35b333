"""One spelling for one content, so that its hash is its name."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, characters as they are. Holds no floats: the YAML reader refuses them."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(text: str) -> str:
    """SHA-256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
