from zhengtong.trust.audit import api as audit

REQUESTED = audit.declare("delivery.licences.requested", "决定制证", "Decided to make a licence")
FAILING = audit.declare(
    "delivery.licences.failing", "证照一直做不出来，转人来看", "A licence cannot be made; told to people"
)
AWAITED = audit.declare("delivery.licences.number_awaited", "向发证机关要证号", "Asked the authority for a number")
CAME = audit.declare("delivery.licences.number_came", "发证机关给了证号", "The issuing authority gave a number")
MADE = audit.declare("delivery.licences.made", "制成证照", "Made a licence")
REVOKED = audit.declare("delivery.licences.revoked", "撤销证照", "Revoked a licence")
SHOWN = audit.declare("delivery.licences.shown", "持证人出示证照", "The holder showed the licence", is_look=True)
NOT_SHOWN = audit.declare("delivery.licences.not_shown", "出示证照未通过", "A showing was not proven")
