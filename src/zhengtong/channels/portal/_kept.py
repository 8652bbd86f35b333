"""What somebody wrote after their session had ended: kept through the sign-in, shown again once, never lost."""

import json
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhengtong.channels.portal._request import View
from zhengtong.kernel import clock
from zhengtong.trust.keys import api as keys

AUTOSAVE = "X-Autosave"
_KEY = "written_before_sign_in"
_LONGEST = 20_000  # characters: many times what a page of a form holds
_LIVES = 1800  # seconds


def through_sign_in(view: View) -> View:
    """A page that is filled in. Posted without a session, it is kept for after the sign-in; an autosave gets 401."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            if is_autosave(request):
                return HttpResponse(status=401)
            if _keep(request):
                query = urlencode({"next": request.path, "kept": 1})
                return HttpResponseRedirect(f"{reverse('account_login')}?{query}")
        return view(request, *args, **kwargs)

    return guarded


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves by itself, and nobody waits for a page in answer."""
    return request.headers.get(AUTOSAVE) == "1"


def _keep(request: HttpRequest) -> bool:
    """Sealed, in the visitor's own session, which the sign-in carries over; False for what is too long."""
    written = {"path": request.path, "until": clock.real_now().timestamp() + _LIVES, "posted": request.POST.dict()}
    plain = json.dumps(written)
    if len(plain) > _LONGEST:
        return False
    request.session[_KEY] = keys.encrypt(plain, _KEY)
    return True


def take(request: HttpRequest) -> dict[str, str] | None:
    """What was posted to this address within the last half hour and could not be saved; once."""
    if _KEY not in request.session:
        return None
    written = json.loads(keys.decrypt(request.session[_KEY], _KEY))
    if written["path"] != request.path:
        return None
    del request.session[_KEY]
    return cast("dict[str, str]", written["posted"]) if clock.real_now().timestamp() < written["until"] else None
