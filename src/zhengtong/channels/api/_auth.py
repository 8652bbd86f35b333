"""Who calls. There is one way in: the session of an account that signed in on the site."""

from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import SessionAuth

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.counts import api as counts
from zhengtong.kernel.counts.data import CALLS
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity


class NotSignedIn(Refusal):
    """This needs an account."""

    code = "not_signed_in"
    status = 401
    text = Text("请先登录。", "Please sign in first.")


class NoCsrfToken(Refusal):
    """A writing call came without the secret that shows it was meant."""

    code = "csrf"
    status = 403
    text = Text(
        "请求头里缺少 X-CSRFToken，或者它和 cookie 对不上。",
        "The header X-CSRFToken is missing or does not match the cookie.",
    )


class _SignedIn(SessionAuth):
    """The actor of the signed-in account, for `request.auth`."""

    def __call__(self, request: HttpRequest) -> Actor:
        try:
            self._get_key(request)  # checks the CSRF token of writing calls
        except HttpError:
            raise NoCsrfToken() from None
        actor = identity.actor_for(request.user)
        if actor.kind == "anonymous":
            raise NotSignedIn()
        request.actor = actor  # type: ignore[attr-defined]  # channels.ui.refused: who is refused leaves a trace
        counts.spend_from_block(CALLS, actor)
        return actor


SIGNED_IN = _SignedIn()


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a call that came through SIGNED_IN."""
    return cast(Actor, cast(Any, request).auth)
