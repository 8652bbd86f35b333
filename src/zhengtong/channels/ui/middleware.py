"""Language and print size are chosen by links (`?lang=en`, `?mode=elder`), kept in cookies; refusals become pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from zhengtong.channels.ui import views
from zhengtong.channels.ui.languages import use_language
from zhengtong.kernel.counts.data import TooMany
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import language

Handler = Callable[[HttpRequest], HttpResponseBase]
LANG, MODE = "zt_lang", "zt_mode"
# Query name → its cookie and the values it takes. These names are reserved on every page.
SWITCHES: dict[str, tuple[str, frozenset[str]]] = {
    "lang": (LANG, frozenset({"zh", "en"})),
    "mode": (MODE, frozenset({"normal", "elder"})),
}
_YEAR = 365 * 24 * 3600
_PAGES_FOR_EMPTY = frozenset({405, 429, 503})


def preferences(get_response: Handler) -> Handler:
    """Answer in the reader's language; a link that changes language or print size sets a cookie and comes back."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        chosen = _chosen(request)
        if chosen:
            return _back_to_page(request, chosen)
        with use_language(language(request.COOKIES.get(LANG, settings.ZHENGTONG_LANG))):
            response = _with_page(request, get_response(request))
        patch_vary_headers(response, ["Cookie"])
        return response

    return handle


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Cookie → value for what a link of this page chose; an unknown value chooses nothing."""
    if request.method not in ("GET", "HEAD"):
        return {}
    return {cookie: request.GET[name] for name, (cookie, values) in SWITCHES.items() if request.GET.get(name) in values}


def _back_to_page(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    query = request.GET.copy()
    for name in SWITCHES:
        query.pop(name, None)
    # A path such as //elsewhere or /\elsewhere must not leave this site.
    path = escape_leading_slashes(escape_uri_path(request.path))
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    for cookie, value in chosen.items():
        response.set_cookie(cookie, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def _with_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A bare refusal (wrong method, too many, closed) gets a page that says what to do."""
    if response.status_code not in _PAGES_FOR_EMPTY or not isinstance(response, HttpResponse) or response.content:
        return response
    page = views.error_page(request, response.status_code)
    for name, value in response.items():
        if name not in ("Content-Type", "Content-Length"):
            page[name] = value
    return page


class Refusals:
    """A `Refusal` raised in a view becomes a page with its own words."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        words = exception.text.format(**exception.params)
        if not isinstance(exception, TooMany):
            return views.error_page(request, exception.status, words)
        page = views.error_page(request, exception.status, words, exception.next)
        page["Retry-After"] = str(exception.wait)
        return page
