"""How allauth behaves here: our redirects, our counters, our log, secrets sealed by trust.keys."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhengtong.channels.portal.accounts import guard
from zhengtong.channels.ui.api import error_page, first_page
from zhengtong.channels.ui.data import Site
from zhengtong.kernel import clock, retry
from zhengtong.trust.identity import api as identity
from zhengtong.trust.keys import api as keys

_SECRET = "second_factor.secret"  # noqa: S105 the name under which secrets are sealed
_RECENT = 300  # seconds


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out and passwords."""

    def is_safe_url(self, url: str | None) -> bool:
        """After signing in people go to a page of this site, never elsewhere: not even to a trusted host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who is in office goes to the first page of their post, people to their own page; a page they came from goes
        first."""
        if not guard.needs_second_factor(request.user):
            return reverse("portal.mine")
        return first_page(identity.actor_for(request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return f"{reverse('mfa_index')}?done=password"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no mail address yet; the inbox (office.notices) will tell."""

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        if guard.refused_here(request, user):
            request.session.flush()
            raise ImmediateHttpResponse(error_page(request, 403, guard.DEMO_ONLY_HERE))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted by account alone: allauth's own key holds the Host header, which the asker chooses."""
        return str(credentials.get("username", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            identity.sign_in_failed(str(credentials.get("username", "")), "locked", at=clock.now())
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        identity.sign_in_failed(str(credentials.get("username", "")), "password", at=clock.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of signing in: asking for the same password twice in a row protects nobody. What was
        signed in at a time still to come, by a clock that ran ahead, says nothing of how long ago that was."""
        records = get_authentication_records(context.request, context.request.user)
        age = clock.real_now().timestamp() - records[-1]["at"] if records else None
        if age is not None and age < _RECENT:
            return age < -retry.CLOCKS_DIFFER.total_seconds()
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor."""

    def encrypt(self, text: str) -> str:
        return keys.encrypt(text, _SECRET)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.decrypt(encrypted_text, _SECRET)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return identity.masked_name(getattr(user, "display_name", ""))

    def get_totp_issuer(self) -> str:
        return Site.read(settings.ZHENGTONG_SITE).name.zh

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not guard.needs_second_factor(authenticator.user)
