"""Faults put into the web server on purpose, for the tests of `bench/torture.py` only: it must find each."""

import time
from collections.abc import Callable, Iterator
from secrets import token_hex
from typing import Any

from zhengtong.config.wsgi import application

_PAUSE_SECONDS = 0.3  # long enough for a kill to fall into it


def forgetful(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
    """Who sends again is served again: the key of the request is not kept."""
    environ["HTTP_IDEMPOTENCY_KEY"] = token_hex(16)
    response = application(environ, start)
    body = list(response)
    if environ["REQUEST_METHOD"] == "POST":
        time.sleep(_PAUSE_SECONDS)
    yield from body
    response.close()
