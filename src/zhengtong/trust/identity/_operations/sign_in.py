"""What the log says about signing in: who, when, whether it worked; never what was typed."""

from datetime import datetime

from django.db.models import F

from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.data import Action
from zhengtong.trust.identity import _accounts, _actions, _policy
from zhengtong.trust.identity._actors import actor_for
from zhengtong.trust.identity.models import User


def signed_in(account: str, *, second_factor: bool, at: datetime) -> None:
    """The holder of an account has signed in."""
    _note(account, _actions.SIGNED_IN, at, {"second_factor": second_factor})


def signed_out(account: str, *, at: datetime) -> None:
    """The holder of an account has signed out."""
    _note(account, _actions.SIGNED_OUT, at)


def sign_in_failed(username: str, why: str, *, at: datetime) -> None:
    """Somebody failed to sign in: `why` is "password", "second_factor" or "locked". Unknown names are not kept."""
    number = User.objects.filter(username=username).values_list("pk", flat=True).first()
    account = f"user:{number}" if number else "unknown"
    with atomic():
        audit.record(
            actor=ANONYMOUS, at=at, action=_actions.SIGN_IN_FAILED, on=("account", account), detail={"why": why}
        )


def password_changed(account: str, *, actor: Actor, at: datetime) -> None:
    """The holder has set a new password; it is the demo's no longer."""
    _policy.may_change_own(actor, account)
    user = _accounts.row(account)
    with atomic():
        User.objects.filter(pk=user.pk).update(has_demo_password=False)
        audit.record(actor=actor, at=at, action=_actions.PASSWORD_CHANGED, on=("account", account))


def second_factor_changed(account: str, *, added: bool, actor: Actor, at: datetime) -> None:
    """The holder has turned the second factor on or off. Every session of the account ends: one that somebody got in by
    the password alone would go on. The channel keeps the holder's own."""
    _policy.may_change_own(actor, account)
    action = _actions.SECOND_FACTOR_ADDED if added else _actions.SECOND_FACTOR_REMOVED
    user = _accounts.row(account)
    with atomic():
        User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
        audit.record(actor=actor, at=at, action=action, on=("account", account))


def spare_codes_renewed(account: str, *, actor: Actor, at: datetime) -> None:
    """The holder has made new spare codes; those of before are good no longer."""
    _policy.may_change_own(actor, account)
    with atomic():
        audit.record(actor=actor, at=at, action=_actions.SPARE_CODES_RENEWED, on=("account", account))


def _note(account: str, action: Action, at: datetime, detail: dict[str, object] | None = None) -> None:
    user = _accounts.row(account)
    with atomic():
        audit.record(actor=actor_for(user), at=at, action=action, on=("account", account), detail=detail)
