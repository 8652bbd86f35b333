from zhengtong.trust.audit.api import declare

OPENED = declare("corrections.opened", "请部门核对一项数据", "Asked a department to check a datum")
SAID_MORE = declare("corrections.said_more", "又说了一次哪里不对", "Said more about a datum that is being checked")
LOOKED = declare("corrections.looked", "查看了要核对的数据", "Looked at a datum to be checked", is_look=True)
CONCLUDED = declare("corrections.concluded", "核对完一项数据", "Checked a datum")
ASKED_ANEW = declare("corrections.asked_anew", "改好以后又查了一次", "Asked again after a correction")
