"""Acts of this context as the audit log names them."""

from zhengtong.trust.audit.api import declare

RESOURCE_PUBLISHED = declare("resources.published", "发布数据目录", "Published a catalogue entry")
GRANT_GIVEN = declare("resources.grant_given", "登记数据使用许可", "Registered a grant")
GRANT_ENDED = declare("resources.grant_ended", "终止数据使用许可", "Ended a grant")
CONNECTED = declare("resources.connected", "登记数据接口", "Registered a connection")
