"""Acts of this context as the audit log names them."""

from zhengtong.trust.audit.api import declare

ASKED = declare("gateway.asked", "向部门查询资料", "Asked a department for data", is_look=True)
ANSWERED = declare("gateway.answered", "收到部门的答复", "A department answered")
SEEN = declare("gateway.answer_seen", "查看部门的答复", "Looked at a department's answer", is_look=True)
ANOTHER_PERSON = declare(
    "gateway.another_person",
    "部门给错了人的资料，已丢弃",
    "Incident: a department answered about another person; discarded",
)
ENDED = declare("gateway.ended", "办件定了，不再问", "Decided: a question is not asked any more")
HELD = declare("gateway.held", "没有许可，等有了再问", "No grant in force: a question waits for one")
LAPSED = declare("gateway.lapsed", "许可或时限过了，不再问", "Asks no more: the permission or the time is over")
RETRIED = declare("gateway.retried", "再问一次部门", "Asked a department again at once")
