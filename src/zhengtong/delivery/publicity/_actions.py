from zhengtong.trust.audit.api import declare

PUT_UP = declare("publicity.put_up", "做好公示单，开了公示网页", "Made a public notice and opened its page")
OBJECTED = declare("publicity.objected", "收到公示异议", "Received an objection to a public notice")
LISTED = declare("publicity.objections_looked", "查看了公示异议", "Looked at objections", is_look=True)
LOOKED = declare("publicity.objection_answered", "看过公示异议并作答", "Looked at an objection and answered it")
