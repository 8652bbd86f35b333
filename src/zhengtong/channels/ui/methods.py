"""Methods that nothing here is done by (TRACE, DELETE and the like) are refused before a view takes them for a GET."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
_KNOWN = ("GET", "HEAD", "POST")
_CALLS = "/api/"


def known_methods_only(get_response: Handler) -> Handler:
    """Answer 405 to any other method on a page. Calls have a router that knows the methods of each, and says them."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        is_known = request.method in _KNOWN or request.path.startswith(_CALLS)
        return get_response(request) if is_known else HttpResponseNotAllowed(_KNOWN)

    return handle
