"""Pages that are the same for everybody are rendered once and then served as bytes, before Django is asked.

A view says by `@public_page` that its page depends only on the address, language, print size, what is published and
the legal day. `PageCache` stands around the WSGI application, so that a kept page costs a look into a dict; what it
keeps is what went over the wire, byte for byte, with all headers.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import wraps
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.utils.cache import get_conditional_response

from zhengtong.channels.ui.middleware import LANG, MODE
from zhengtong.kernel import clock
from zhengtong.kernel.text import language

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]
View = Callable[..., HttpResponse]

#: Browsers and proxies may keep the page, and ask each time whether it is still right.
KEPT = "public, no-cache"
_RECHECK_SECONDS = 1.0
_MOST = 2000
_GZIP = re.compile(r"\bgzip\b")
_OF_A_BODY = frozenset({"content-type", "content-encoding", "content-length", "content-language"})
_KNOWN_TO_VARY = frozenset({"cookie", "accept-encoding"})


def public_page(view: View) -> View:
    """A page that is the same for everybody: it carries an ETag and is kept."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"], response.headers["Cache-Control"] = etag, KEPT
        return get_conditional_response(request, etag, None, response) or response

    return marked


class _State(NamedTuple):
    """What public pages depend on besides the request."""

    edition: int
    legal: str


class _Page(NamedTuple):
    """A page as it went over the wire."""

    headers: Headers
    unchanged: Headers
    content: bytes
    etag: str


class PageCache:
    """A WSGI application that answers public pages from memory and leaves everything else to the one within.

    Whoever is signed in is left to the application, which may have to stop them (second factor, demo accounts).
    """

    def __init__(self, application: Application, edition: Callable[[], int | None]) -> None:
        """`edition` tells a number that changes whenever what is published does; None while nobody can tell."""
        self._application, self._edition = application, edition
        self._pages: dict[tuple[Any, ...], _Page] = {}
        self._storing = Lock()
        self._state = _State(-1, "")
        self._checked_at = float("-inf")
        self._default_language = language(settings.ZHENGTONG_LANG)
        self._personal = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        page = self._pages.get(key)
        if page is None:
            return self._first(key, environ, start_response)
        if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", list(page.unchanged))
            return (b"",)
        start_response("200 OK", list(page.headers))
        return (b"",) if environ["REQUEST_METHOD"] == "HEAD" else (page.content,)

    def _key(self, environ: Environ) -> tuple[Any, ...] | None:
        """What a page is kept under; None when no kept page may answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return None
        chosen, elder = self._default_language, False
        if "HTTP_COOKIE" in environ:
            cookies = parse_cookie(environ["HTTP_COOKIE"])
            if any(name in cookies for name in self._personal):
                return None
            chosen, elder = language(cookies.get(LANG, settings.ZHENGTONG_LANG)), cookies.get(MODE) == "elder"
        packed = bool(_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")))
        address = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), environ["SCRIPT_NAME"], environ["PATH_INFO"])
        return (self._now(), *address, chosen, elder, packed)

    def _now(self) -> _State:
        if clock.monotonic() - self._checked_at >= _RECHECK_SECONDS:
            self._checked_at = clock.monotonic()
            self._check()
        return self._state

    def _check(self) -> None:
        """See whether kept pages are still right; while nobody can tell they are served as they are."""
        edition = self._edition()
        state = self._state if edition is None else _State(edition, _legal())
        if state != self._state:
            self._pages, self._state = {}, state

    def _first(self, key: tuple[Any, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the answer if it is a public page."""
        started: list[tuple[str, Headers]] = []

        def starting(status: str, headers: Headers, *more: Any) -> Any:
            started.append((status, list(headers)))
            return start_response(status, headers, *more)

        answer = self._application(environ, starting)
        if environ["REQUEST_METHOD"] != "GET" or not _is_public(*started[-1]):
            return answer
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        self._keep(key, started[-1][1], content)
        return (content,)

    def _keep(self, key: tuple[Any, ...], headers: Headers, content: bytes) -> None:
        with self._storing:
            if len(self._pages) >= _MOST:
                self._pages.pop(next(iter(self._pages)))
            etag = next(value for name, value in headers if name.lower() == "etag").removeprefix("W/")
            unchanged = [(name, value) for name, value in headers if name.lower() not in _OF_A_BODY]
            self._pages[key] = _Page(headers, unchanged, content, etag)


def _legal() -> str:
    """The legal day; where the demo's clock was moved the page tells the minute too."""
    now = clock.now().astimezone(clock.CHINA)
    return now.strftime("%Y-%m-%d %H:%M") if clock.offset() else now.strftime("%Y-%m-%d")


def _is_public(status: str, headers: Headers) -> bool:
    found = {name.lower(): value for name, value in headers}
    varies = {name.strip().lower() for name in found.get("vary", "").split(",") if name.strip()}
    is_for_all = found.get("cache-control") == KEPT and "set-cookie" not in found and "etag" in found
    return status.startswith("200") and is_for_all and varies <= _KNOWN_TO_VARY
