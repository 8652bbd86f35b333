"""Who is refused what leaves a trace: on pages and calls alike, at this one place."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import Asked

Handler = Callable[[HttpRequest], HttpResponseBase]
_REFUSED = frozenset({403, 404})
_LONGEST = 80


def refused_are_noted(get_response: Handler) -> Handler:
    """Note each 403, and each 404 that may hide a thing of somebody else, of who came past the guard of a closed page
    or call. The guards leave in `request.actor` who that is: pages open to all have none, and refuse nobody.

    A 404 is noted whether the thing is there or not: what took longer would tell them apart.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        actor: Actor | None = getattr(request, "actor", None)
        if response.status_code in _REFUSED and actor is not None:
            identity.refused(_asked(request, response.status_code), actor=actor, at=clock.now())
        return response

    return handle


def _asked(request: HttpRequest, status: int) -> Asked:
    match = request.resolver_match
    name, of = (match.view_name, match.kwargs) if match else ("", {})
    return Asked(str(request.method), name, {key: str(value)[:_LONGEST] for key, value in of.items()}, status)
