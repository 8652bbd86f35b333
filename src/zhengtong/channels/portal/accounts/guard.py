"""Who may sign in from where, and who has shown the second factor in this session."""

from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from zhengtong.kernel import addresses, clock
from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity

SHOWN = "second_factor_shown_by"
SEEN, CAME = "seen_at", "came_in_at"
KINDS_WITH_SECOND_FACTOR = ("staff", "administrator")
DEMO_ONLY_HERE = Text(
    "演示账户只能在装演示的这台电脑上登录。", "Demo accounts work only on the machine that runs the demo."
)
IDLE_MINUTES, LONGEST_HOURS = 30, 8
_NOTED_EVERY = 60  # seconds: not every request writes into the session
_FORWARDED = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


def is_loopback(request: HttpRequest) -> bool:
    """Whether both ends of the connection are this machine, with nothing passing it on from elsewhere.

    A proxy shows itself by any header it adds, or by the public address this node was given.
    """
    if any(name in _FORWARDED or name.startswith("HTTP_X_FORWARDED_") for name in request.META):
        return False
    names = (urlsplit(f"//{request.get_host()}").hostname, urlsplit(settings.ZHENGTONG_PUBLIC_URL).hostname)
    return all(addresses.is_loopback(name or "") for name in (str(request.META.get("REMOTE_ADDR", "")), *names))


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


def note_came_in(request: HttpRequest) -> None:
    """The holder of this session has just signed in, in real time."""
    request.session[CAME] = request.session[SEEN] = int(clock.real_now().timestamp())


def note_seen(request: HttpRequest) -> None:
    """The holder of this session is at work, in real time."""
    now = int(clock.real_now().timestamp())
    if abs(now - request.session.get(SEEN, 0)) >= _NOTED_EVERY:
        request.session[SEEN] = now


def has_idled(request: HttpRequest) -> bool:
    """Whether this session of the staff was left alone too long; one that never was noted was not. One seen as long
    after now was noted by a clock that ran ahead, and would never idle until then."""
    seen = request.session.get(SEEN)
    return seen is not None and abs(clock.real_now().timestamp() - seen) > IDLE_MINUTES * 60


def is_over(request: HttpRequest) -> bool:
    """Whether a day's work has gone by since the sign-in: each note above moves the row's own end, never this. A
    sign-in that is still to come was noted by a clock that ran ahead."""
    came = request.session.get(CAME)
    if came is None:
        return False
    gone = clock.real_now().timestamp() - came
    return not -IDLE_MINUTES * 60 <= gone <= LONGEST_HOURS * 3600
