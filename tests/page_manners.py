"""What every answer must have, whoever asks for which address: headers, cookies, a true type; a GET only looks."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.test import Client

POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
#: What a person sent goes out so that nothing in it acts.
SENT_BY_SOMEBODY = {"sandbox": "", "default-src": "'none'"}
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
TYPES = frozenset(
    {
        "text/html; charset=utf-8",
        "text/plain; charset=utf-8",
        "application/json",
        "application/problem+json",
        "application/pdf",
        "image/jpeg",
    }
)
#: What a look may write: its own trace, who is at work, counters, and that nothing was found for a search.
BY_LOOKING = frozenset(
    {
        "audit_auditrow",
        "audit_auditsubject",
        "counts_count",
        "django_session",
        "identity_cache",
        "offer_search_contentgap",
        "offer_search_indexwish",
    }
)
_WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


def faults(response: Any, *, is_closed: bool) -> Iterator[str]:
    """What an answer lacks. `is_closed`: a page that strangers are sent to sign in from."""
    if _policy(response) not in (POLICY, SENT_BY_SOMEBODY):
        yield f"policy {response.get('Content-Security-Policy')}"
    yield from (f"{name}: {response.get(name)}" for name, value in HEADERS.items() if response.get(name) != value)
    has_body = bool(getattr(response, "content", b"")) and response.status_code != 304
    if has_body and response.get("Content-Type") not in TYPES:
        yield f"type {response.get('Content-Type')}"
    kept = response.get("Cache-Control", "")
    if is_closed and response.status_code in (200, 422) and "no-store" not in kept:
        yield f"a closed page may be kept: {kept or 'nothing said'}"
    for name, cookie in response.cookies.items():
        if cookie.value and not (cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"):
            yield f"cookie {name} {cookie.OutputString()}"
    yield from (f"tells of {name}" for name in ("Server", "X-Powered-By") if name in response)


def _policy(response: Any) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";")]
    return {name: value for name, _, value in parts if name}


def written(statements: Sequence[Any]) -> list[str]:
    """Tables that statements write to and a look may not."""
    found = (_WRITES.match(one["sql"]) for one in statements)
    return sorted({match[1] for match in found if match} - BY_LOOKING)


def other_methods(client: Client, url: str) -> Iterator[str]:
    """TRACE and all else that is neither GET, HEAD nor POST comes to nothing."""
    for method in ("TRACE", "OPTIONS", "DELETE"):
        status = client.generic(method, url).status_code
        if status != 405:
            yield f"{method}: {status}"
