"""Who works at the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.channels.ui.api import first_page
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.cases import api as cases
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.trust.identity import api as identity

View = Callable[..., HttpResponse]


def for_post(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    """A page for a post that may. Nobody is sent to sign in; for all others the page does not exist."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = identity.actor_for(request.user)
            if actor.kind == "anonymous":
                query = urlencode({"next": request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('account_login')}?{query}")
            request.actor = actor  # type: ignore[attr-defined]  # an error page asks for the post, channels.ui.refused too
            if not may(actor):
                raise NotFound()
            response = view(request, *args, actor=actor, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return guarded

    return guard


def _is_in_office(actor: Actor) -> bool:
    return actor.kind in ("staff", "administrator")


def for_clerks_first(view: View) -> View:
    """The page of `/desk/`, the address everybody in office was told: clerks see it, the others are led on to the first
    page their post has. For all others it does not exist."""

    @wraps(view)
    def led(request: HttpRequest, *, actor: Actor) -> HttpResponse:
        if not cases.works_desk(actor):
            return HttpResponseRedirect(first_page(actor))
        return view(request, actor=actor)

    return for_post(_is_in_office)(led)


for_clerks = for_post(cases.works_desk)
for_roll = for_post(benefits.works_roll)
