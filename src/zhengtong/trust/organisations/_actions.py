from zhengtong.trust.audit.api import declare

LOADED = declare("organisations.loaded", "更新了机构和岗位", "updated organisations and posts")
