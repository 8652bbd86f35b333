"""A sheet is made: its words are put on a page whose address it carries."""

from datetime import datetime

from zhengtong.delivery.publicity import _actions
from zhengtong.delivery.publicity._codes import new_short_code, posting_lookup
from zhengtong.delivery.publicity._policy import require_system
from zhengtong.delivery.publicity.data import NewPosting
from zhengtong.delivery.publicity.models import Posting
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit


def put_up(new: NewPosting, *, actor: Actor, at: datetime) -> str:
    """Keep what a sheet shows; returns the code of its address. The address of an earlier sheet is closed.

    The page is there from when the step opens until its day is over. Forbidden to all but the platform.
    """
    require_system(actor)
    code = new_short_code()
    with atomic():
        Posting.objects.filter(case=new.case, step=new.step).update(code_lookup="")
        row = Posting.objects.create(
            case=new.case,
            step=new.step,
            code_lookup=posting_lookup(code),
            title=new.title.plain(),
            issuer=new.issuer.plain(),
            phone=new.phone,
            shown=[{"label": one.label.plain(), "value": one.value.plain()} for one in new.shown],
            may_be_anonymous=new.may_be_anonymous,
            put_up_at=at,
        )
        detail = {"case": new.case, "step": new.step, "lines": len(new.shown)}
        audit.record(actor=actor, at=at, action=_actions.PUT_UP, on=("posting", row.pk), detail=detail)
    return code
