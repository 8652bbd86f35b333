"""A new way in for somebody who has forgotten the password or lost the phone."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _accounts, _policy, _second_factor
from zhengtong.trust.identity._actions import ACCESS_RESET
from zhengtong.trust.identity._random import new_password


def reset_access(account: str, *, actor: Actor, at: datetime) -> str:
    """Give an account a new random password, which is returned once and kept nowhere, and no second factor.

    Every session of the account ends. For a window that sees the person ("identity.verify"; residents) or the system
    administrator ("accounts.manage"; staff and companies); Forbidden for one's own. NotFound for no account.
    """
    user = _accounts.row(account)
    _policy.may_reset_access(actor, account, user.kind)
    password = new_password()
    user.password, user.has_demo_password = make_password(password), False
    with atomic():
        user.save(update_fields=["password", "has_demo_password"])
        _second_factor.remove(user)
        subjects = [user.person_id] if user.person_id else []
        audit.record(actor=actor, at=at, action=ACCESS_RESET, on=("account", account), subjects=subjects)
    return password
