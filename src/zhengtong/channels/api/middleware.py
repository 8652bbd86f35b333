"""Under /api/ nothing answers with a page: what the layers below refuse becomes a problem too."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhengtong.channels.api import _problems

Handler = Callable[[HttpRequest], HttpResponseBase]
ROOT = "/api/"
_MOVED, _REFUSED = 300, 400


def problems(get_response: Handler) -> Handler:
    """Pages and redirects of the layers below, made for people, become problems for programs."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not request.path.startswith(ROOT) or _is_ours(response):
            return response
        status = response.status_code if response.status_code >= _REFUSED else 401
        problem = _problems.of_status(request, status)
        for kept in {"Allow", "Retry-After"} & set(response.headers):
            problem[kept] = response[kept]
        return problem

    return handle


def _is_ours(response: HttpResponseBase) -> bool:
    """Good answers, 304, and what is JSON already."""
    is_page = not response.get("Content-Type", "").endswith("json")
    return response.status_code < _MOVED or response.status_code == 304 or not is_page
