"""How an answer is written: JSON in the reader's language, known by its tag."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from zhengtong.channels.api._language import language_of

JSON, PROBLEM = "application/json", "application/problem+json"


def answer(
    request: HttpRequest, body: Any, *, status: int = 200, media_type: str = JSON, cache: str = "no-store"
) -> HttpResponse:
    """A body as JSON. Nothing is kept by caches unless `cache` says so."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(content, status=status, content_type=media_type)
    response["Cache-Control"] = cache
    response["Content-Language"] = language_of(request)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def tagged(request: HttpRequest, body: Any, *, cache: str = "private, no-cache") -> HttpResponseBase:
    """A body with its ETag; 304 when the caller has these very bytes."""
    response = answer(request, body, cache=cache)
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
