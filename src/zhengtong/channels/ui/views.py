"""The living page of the look, and the pages for when something cannot be shown."""

import contextlib
import sys
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhengtong.channels.ui import assets, samples, samples_told
from zhengtong.channels.ui.environment import link
from zhengtong.channels.ui.errors import AT_DESK, AWAY, PAGES, ErrorWords
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden, NotFound, Refusal
from zhengtong.kernel.readiness import is_away
from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity

DESK = ("cases.handle", "benefits.handle", "sharing.correct", "search.gaps")
"""Any of these has a page in the desk's navigation."""
#: What a kind of refusal says in general: less than the desk's own words.
_COMMON = (Refusal.text, NotFound.text, Forbidden.text)


def design(request: HttpRequest) -> HttpResponse:
    """Every component in every state; works with language and print size switched too."""
    return render(request, "design/design.html", {"s": samples, "told": samples_told})


def error_page(
    request: HttpRequest, status: int, words: Text | None = None, advice: Text | None = None
) -> HttpResponse:
    """The page for a status; `words` replace its title when the refusal has its own, `advice` what to do next. At the
    desk staff read theirs."""
    page = PAGES.get(status, PAGES[400 if status < 500 else 503])
    clerk = _clerk(request) if status in AT_DESK else None
    context: dict[str, Any] = {"status": status, "heading": words or page.title, "next": advice or page.next}
    if clerk is None:
        return render(request, "errors/error.html", context, status=status)
    at_desk = AT_DESK[status]
    context |= {"heading": at_desk.title if words in _COMMON else words or at_desk.title, "next": at_desk.next}
    context |= {"actor": clerk, "number": "" if status == NotFound.status else _case_of(request)}
    return render(request, "desk/refused.html", context, status=status)


def _clerk(request: HttpRequest) -> Actor | None:
    """Who works at the desk and asked for a page of it."""
    desk = link("desk.queue")
    if not desk or not request.path.startswith(desk) or not hasattr(request, "user"):
        return None
    actor: Actor = getattr(request, "actor", None) or identity.actor_for(request.user)
    return actor if any(actor.may(one) for one in DESK) else None


def _case_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs.get("number", "")) if match else ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return error_page(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its secret: mostly a page left open too long."""
    return render(
        request,
        "errors/error.html",
        {"status": 403, "heading": STALE_FORM.title, "next": STALE_FORM.next},
        status=403,
    )


STALE_FORM = ErrorWords(
    Text("这一页开得太久了。", "This page has been open too long."),
    Text(
        "回到上一页，刷新后再交一次。自动存过的内容都在。",
        "Go back, reload the page and send it again. What was saved as you typed is still there.",
    ),
)


def _bare_page(words: ErrorWords) -> bytes:
    """A page in both languages: plain bytes, made at start, so that showing it cannot fail."""
    style = ""  # without it the page still says all it must
    with contextlib.suppress(Exception):
        style = f'<link rel="stylesheet" href="{escape(assets.static("zhengtong.css"))}">'
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{words.title.zh}</title>{style}</head>"
        f'<body><main class="wrap page flow"><h1>{words.title.zh}</h1><p>{words.next.zh}</p>'
        f'<p><a href="/">回首页</a></p><div lang="en" class="flow"><h2>{words.title.en}</h2><p>{words.next.en}</p>'
        f'<p><a href="/">Home</a></p></div></main></body></html>'
    ).encode()


_BROKEN, _AWAY = _bare_page(PAGES[500]), _bare_page(AWAY)
_AGAIN_SECONDS = "30"


def broken(request: HttpRequest) -> HttpResponse:
    """handler500. A database out of reach, or unable to write, is no fault of the code: 503, to be tried again."""
    if is_away(sys.exception()):
        return HttpResponse(_AWAY, status=503, headers={"Retry-After": _AGAIN_SECONDS})
    return HttpResponse(_BROKEN, status=500)
