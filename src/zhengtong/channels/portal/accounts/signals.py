"""What allauth and Django tell about signing in goes into the log."""

from typing import Any

from allauth.account import signals as account
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from zhengtong.channels.portal.accounts import guard
from zhengtong.kernel import clock
from zhengtong.trust.identity import api as identity


def connect() -> None:
    """Listen, once, at start-up."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_in.connect(_came_in, dispatch_uid="accounts.came_in")
    account.password_changed.connect(_password_changed, dispatch_uid="accounts.password_changed")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    second_factor.authentication_failed.connect(_code_failed, dispatch_uid="accounts.code_failed")
    second_factor.authenticator_used.connect(_code_used, dispatch_uid="accounts.code_used")
    second_factor.authenticator_added.connect(_added, dispatch_uid="accounts.added")
    second_factor.authenticator_removed.connect(_removed, dispatch_uid="accounts.removed")
    second_factor.authenticator_reset.connect(_codes_renewed, dispatch_uid="accounts.codes_renewed")


def _id(user: Any) -> str:
    return f"user:{user.pk}"


def _came_in(request: HttpRequest, user: Any, **_: Any) -> None:
    if guard.needs_second_factor(user):
        guard.note_came_in(request)


def _signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    shown = request.session.get(guard.SHOWN) == user.pk
    identity.signed_in(_id(user), second_factor=shown, at=clock.now())


def _signed_out(request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None and user.pk:
        identity.signed_out(_id(user), at=clock.now())


def _password_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    identity.password_changed(_id(user), actor=identity.actor_for(user), at=clock.now())


def _code_failed(request: HttpRequest, user: Any, **_: Any) -> None:
    identity.sign_in_failed(user.username, "second_factor", at=clock.now())


def _code_used(request: HttpRequest, user: Any, **_: Any) -> None:
    guard.remember_shown(request, user)


def _added(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        guard.remember_shown(request, user)
        _note_change(request, user, added=True)


def _removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _note_change(request, user, added=False)


def _codes_renewed(request: HttpRequest, user: Any, **_: Any) -> None:
    identity.spare_codes_renewed(_id(user), actor=identity.actor_for(user), at=clock.now())


def _note_change(request: HttpRequest, user: Any, *, added: bool) -> None:
    identity.second_factor_changed(_id(user), added=added, actor=identity.actor_for(user), at=clock.now())
    # Every session has ended; the one in which the holder has just proven who they are goes on.
    update_session_auth_hash(request, AuthenticationBackend().get_user(user.pk))
