from zhengtong.trust.audit import api as audit

OPENED = audit.declare("office.duties.opened", "派出待办", "Opened a duty")
CLOSED = audit.declare("office.duties.closed", "办完待办", "Closed a duty")
