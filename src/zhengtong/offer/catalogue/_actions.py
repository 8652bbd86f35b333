from zhengtong.trust.audit import api as audit

PUBLISH = audit.declare("catalogue.publish", "发布事项", "Published a service")
