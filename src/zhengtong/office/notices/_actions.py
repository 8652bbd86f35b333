from zhengtong.trust.audit import api as audit

TOLD = audit.declare("office.notices.told", "发出通知", "Sent a notice")
READ = audit.declare("office.notices.read", "看了通知", "Read a notice")
