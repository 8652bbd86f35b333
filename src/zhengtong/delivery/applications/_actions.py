from zhengtong.trust.audit.api import declare

BEGUN = declare("applications.begun", "开始填申请", "Began an application")
SAVED = declare("applications.saved", "存了申请草稿", "Saved a draft")
REMOVED = declare("applications.removed", "从草稿里去掉了一个人或一项", "Took a person or a thing out of a draft")
PREFILLED = declare("applications.prefilled", "向部门要了已有的信息，免得再填", "Prefilled from what a department has")
DISPUTED = declare("applications.disputed", "指出部门的一项信息不对", "Disputed a department's value")
SENT = declare("applications.sent", "交了申请", "Sent the application")
DISCARDED = declare("applications.discarded", "不要这份草稿了", "Discarded a draft")
