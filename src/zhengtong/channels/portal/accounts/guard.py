"""Who may sign in from where, and who has shown the second factor in this session."""

import ipaddress

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity

SHOWN = "second_factor_shown_by"
KINDS_WITH_SECOND_FACTOR = ("staff", "administrator")
DEMO_ONLY_HERE = Text(
    "演示账户只能在装演示的这台电脑上登录。", "Demo accounts work only on the machine that runs the demo."
)
_FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")


def is_loopback(request: HttpRequest) -> bool:
    """Whether both ends of the connection are this machine, with nothing passing it on from elsewhere."""
    if any(name in request.META for name in _FORWARDED):
        return False
    host = request.get_host()
    name = host[1 : host.index("]")] if host.startswith("[") else host.partition(":")[0]
    return _is_loopback(str(request.META.get("REMOTE_ADDR", ""))) and (name == "localhost" or _is_loopback(name))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def refused_here(request: HttpRequest, user: object) -> bool:
    """Whether this account may not be used over this connection: a demo password away from the demo's machine."""
    return identity.is_demo_password_account(user) and not is_loopback(request)


def needs_second_factor(user: object) -> bool:
    """Whether this account must use a second factor."""
    return getattr(user, "kind", "") in KINDS_WITH_SECOND_FACTOR


def remember_shown(request: HttpRequest, user: object) -> None:
    """The holder of an account has shown the second factor in this session."""
    request.session[SHOWN] = getattr(user, "pk", None)


def has_shown(request: HttpRequest) -> bool:
    """Whether the one signed in has shown the second factor in this session."""
    return bool(request.session.get(SHOWN) == request.user.pk)


def has_second_factor(user: object) -> bool:
    """Whether a second factor is turned on. One statement."""
    found = Authenticator.objects.filter(user_id=getattr(user, "pk", None), type=Authenticator.Type.TOTP)
    return bool(found.exists())
