"""Reading the body of a call."""

import json

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny


class WholeText(Parser):
    """JSON whose texts can be kept: a NUL or half a character (a lone surrogate) makes a body unreadable."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """ValueError, which the library answers with 400, when the body is none."""
        found = super().parse_body(request)
        if b"\0" in json.dumps(found, ensure_ascii=False).encode() or "\\u0000" in json.dumps(found):
            raise ValueError("NUL in a text")
        return found
