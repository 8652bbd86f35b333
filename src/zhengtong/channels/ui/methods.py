"""Methods that nothing here is done by (TRACE, DELETE and the like) are refused before a view takes them for a GET."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
_KNOWN = ("GET", "HEAD", "POST")


def known_methods_only(get_response: Handler) -> Handler:
    """Answer 405 to any other method, on pages and calls alike."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request) if request.method in _KNOWN else HttpResponseNotAllowed(_KNOWN)

    return handle
