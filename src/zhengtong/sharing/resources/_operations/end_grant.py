"""Ending a grant before its last day."""

from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.resources import _actions, _policy
from zhengtong.sharing.resources.models import Grant
from zhengtong.trust.audit import api as audit


def end_grant(grant_id: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """End a grant for good (政务数据共享条例 art. 27: use beyond the purpose). Needs `sharing.manage`.

    NotFound when there is no such grant or it was ended before. Loading the file again does not bring it back.
    """
    _policy.may_manage(actor)
    with atomic():
        if not Grant.objects.filter(pk=grant_id, ended_at__isnull=True).update(ended_at=at):
            raise NotFound()
        audit.record(actor=actor, at=at, action=_actions.GRANT_ENDED, on=("grant", grant_id), reason=reason)
