"""The name a caller gives to a request that creates something."""

import json
import re
from typing import Any

from django.http import HttpRequest

from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.kernel.text import Text
from zhengtong.trust.keys import api as keys

HEADER = "Idempotency-Key"
_WELL_FORMED = re.compile(r"[!-~]{8,64}")

#: For OpenAPI: the header is required, which a refusal of ours says better than a schema's.
PARAMETER = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": True,
            "description": "8 to 64 visible ASCII characters, new for every thing created; the same again on a retry.",
            "schema": {"type": "string", "pattern": "^[!-~]{8,64}$"},
        }
    ]
}


class NoIdempotencyKey(Refusal):
    """A call that creates came without a name, or with one that cannot be kept."""

    code = "idempotency_key_needed"
    status = 400
    text = Text(
        "请求头里要有 Idempotency-Key，8 到 64 个可见字符，每办一件换一个，重发时不变。",
        "The header Idempotency-Key is needed: 8 to 64 visible characters, new for each thing, unchanged on a retry.",
    )


def require_key(request: HttpRequest) -> str:
    """The caller's key. NoIdempotencyKey when there is none."""
    key = request.headers.get(HEADER, "")
    if not _WELL_FORMED.fullmatch(key):
        raise NoIdempotencyKey()
    return key


def request_key(request: HttpRequest, asked: Any) -> RequestKey:
    """The caller's key with a keyed hash of what is asked, so that no answer can be guessed from it."""
    key = require_key(request)
    whole = json.dumps([request.path, asked], sort_keys=True, ensure_ascii=False)
    return RequestKey(key, keys.lookup("api.request", whole))
