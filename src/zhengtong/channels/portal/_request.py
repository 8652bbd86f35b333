"""Who asks, and in which language."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhengtong.kernel.actor import Actor
from zhengtong.trust.identity import api as identity

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the signed-in account; ANONYMOUS for nobody."""
    return identity.actor_for(request.user)


def for_people(view: View) -> View:
    """A page for someone whom we know by name.

    Nobody is sent to sign in and comes back; an account whose holder is not proven yet is told how to prove it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.kind == "anonymous":
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('account_login')}?{query}")
        request.actor = actor  # type: ignore[attr-defined]  # channels.ui.refused: who is refused leaves a trace
        if not actor.person:
            return render(request, "portal/unproven.html", {"kind": actor.kind}, status=403)
        response = view(request, *args, actor=actor, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded


def closed(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, told to no other site, listed by no search engine."""
    response["Cache-Control"] = "no-store"
    # Not "no-referrer": browsers then send "Origin: null" with our own forms, and the signature is refused as forged.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
