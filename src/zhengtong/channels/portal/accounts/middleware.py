"""Staff show a second factor before anything else; demo accounts stay on their machine; cookies are safe over TLS."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse

from zhengtong.channels.portal.accounts import guard
from zhengtong.channels.ui.api import error_page

Handler = Callable[[HttpRequest], HttpResponseBase]
_OF_THE_FRAME = "csrfmiddlewaretoken"
_HIDDEN = "_"  # begins the name of a box nobody writes in, and of no question
_FREE = frozenset({"account_logout", "account_reauthenticate", "mfa_activate_totp"})


def sign_in_guard(get_response: Handler) -> Handler:
    """Let a signed-in request through only if its account may be used here and has shown what it must.

    What such a request gets is kept by no browser and no cache, unless the page says otherwise. What somebody sends
    whose session is gone is given back, where the page would only send them to sign in.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            response = get_response(request)
            return _given_back(request) if _only_sends_to_sign_in(request, response) else response
        response = _stopped(request) or get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def _stopped(request: HttpRequest) -> HttpResponse | None:
    if guard.refused_here(request, request.user):
        logout(request)
        return error_page(request, 403, guard.DEMO_ONLY_HERE)
    if not guard.needs_second_factor(request.user):
        return None
    if guard.has_idled(request) or guard.is_over(request):
        return _signed_out(request)
    guard.note_seen(request)
    if guard.has_shown(request):
        return None
    if guard.has_second_factor(request.user):
        logout(request)
        return _to("account_login", request)
    return None if _is_free(request) else _to("mfa_activate_totp", request)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Out; what was being sent is given back to be copied, since no view will keep it."""
    logout(request)
    if request.method != "POST":
        return _to("account_login", request)
    return _given_back(request, minutes=guard.IDLE_MINUTES, hours=guard.LONGEST_HOURS)


def _only_sends_to_sign_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether something was sent, and the answer is to sign in first with nothing kept (channels.portal._kept)."""
    if request.method != "POST" or "Location" not in response.headers:
        return False
    login = reverse("account_login")
    path, _, query = response.headers["Location"].partition("?")
    is_account_page = request.path_info.startswith(login.removesuffix("login"))
    return path == login and "kept=1" not in query and not is_account_page and bool(_written(request))


def _given_back(request: HttpRequest, minutes: int = 0, hours: int = 0) -> HttpResponse:
    """What was sent, to be copied; the staff is told the limits after which they were signed out."""
    context = {"written": _written(request), "minutes": minutes, "hours": hours}
    response = render(request, "account/left_alone.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _written(request: HttpRequest) -> list[str]:
    boxes = [texts for name, texts in request.POST.lists() if name != _OF_THE_FRAME and name[:1] != _HIDDEN]
    return [text for texts in boxes for text in texts if text.strip()]


def _is_free(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).url_name in _FREE
    except Resolver404:
        return False


def _to(name: str, request: HttpRequest) -> HttpResponse:
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse(name)}?{query}" if query else reverse(name))


def secure_cookies(get_response: Handler) -> Handler:
    """Over TLS the cookies of session and form secret are marked Secure; the demo on loopback has no TLS."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.is_secure():
            for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
                if name in response.cookies:
                    response.cookies[name]["secure"] = True
        return response

    return handle
