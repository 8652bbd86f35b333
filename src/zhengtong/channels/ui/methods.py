"""Methods that nothing here is done by (TRACE, DELETE and the like) are refused before a view takes them for a GET."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
_KNOWN = ("GET", "HEAD", "POST")


class KnownMethods:
    """Answer 405 to any other method. A view with `knows_its_methods` refuses for itself and says what it knows."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: object) -> HttpResponseBase | None:
        is_known = request.method in _KNOWN or getattr(view, "knows_its_methods", False)
        return None if is_known else HttpResponseNotAllowed(_KNOWN)
