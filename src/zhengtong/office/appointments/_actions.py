from zhengtong.trust.audit import api as audit

BOOKED = audit.declare("office.appointments.booked", "约好上门时间", "Booked a visit")
MOVED = audit.declare("office.appointments.moved", "改了上门时间", "Moved a visit")
CLOSED = audit.declare("office.appointments.closed", "上门结束或取消", "Closed a visit or called it off")
REMINDED = audit.declare("office.appointments.reminded", "上门前一天提醒", "Reminded of a visit")
LISTED = audit.declare("office.appointments.listed", "查看了一天的上门", "Looked at a day's visits", is_look=True)
