"""The purpose of a question as its row states it: put on the record when it is asked, and stated anew when it ends."""

from datetime import datetime, time, timedelta
from typing import cast

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import GrantData, Use
from zhengtong.trust.audit import api as audit

LONGEST = timedelta(days=30)

_GATEWAY = system("gateway")
_RENEWED = ["grant", "basis_kind", "basis", "expires"]


def end_of(grant: GrantData, at: datetime) -> datetime:
    """When a purpose stated at a moment under a grant ends: after 30 days, or with the grant."""
    return min(at + LONGEST, datetime.combine(grant.until + timedelta(days=1), time(), clock.CHINA))


def renew(question: Question, at: datetime) -> GrantData | None:
    """State the purpose anew under a grant that is in force now; None when there is none it could rest on.

    A department may be away for longer than a purpose lasts, and a grant may come back under another name. The row
    and the audit say under which one the question is asked from now on. What is asked for stays the same.
    """
    try:
        grant = resources.live_grant(
            resource=question.resource_id,
            requester=question.organisation,
            service=question.service,
            use=cast(Use, question.use),
            on=clock.china_date(at),
        )
    except resources.NotGranted:
        return None
    if grant.basis_kind == "authorisation" and not question.authorisation:
        return None
    question.grant_id, question.basis_kind, question.basis = grant.id, grant.basis_kind, grant.basis
    question.expires = end_of(grant, at)
    with atomic():
        question.save(update_fields=_RENEWED)
        record_asked(question, _GATEWAY, at)
    return grant


def record_asked(question: Question, actor: Actor, at: datetime) -> None:
    """The audit row of a question that is put, or put on another footing."""
    audit.record(
        actor=actor,
        at=at,
        action=_actions.ASKED,
        on=("question", question.pk),
        subjects=[question.person] if question.person else [],
        reason=question.basis,
        detail={
            "resource": question.resource_id,
            "reference": question.reference,
            "step": question.step,
            "organisation": question.organisation,
            "use": question.use,
            "basis_kind": question.basis_kind,
            "grant": question.grant_id,
            "fields": list(question.fields),
            "authorisation": question.authorisation,
        },
    )
