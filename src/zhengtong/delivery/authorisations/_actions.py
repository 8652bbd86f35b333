from zhengtong.trust.audit.api import declare

ASKED = declare("authorisations.asked", "请家里人签授权书", "Asked people to sign their authorisations")
SHOWN = declare("authorisations.shown", "本人看了授权书", "The person read their authorisation", is_look=True)
NOT_SHOWN = declare(
    "authorisations.not_shown", "姓名或证件号对不上，没有给看", "Name or number did not match; not shown"
)
SIGNED = declare("authorisations.signed", "签了授权书", "Signed the authorisation")
REFUSED = declare("authorisations.refused", "不同意查询", "Refused the authorisation")
RECORDED = declare("authorisations.recorded", "记下当面签的授权书", "Recorded an authorisation signed in person")
LAPSED = declare("authorisations.lapsed", "办件结束，签字的链接作废", "Closed the links of a case that ended")
NEAR = declare("authorisations.near", "知道了家在哪里，附近的岗位可以当面收签字", "Let the office near take signatures")
PRINTED = declare(
    "authorisations.printed", "打印授权书给本人签", "Printed the authorisation to be signed", is_look=True
)
TO_TAKE = declare(
    "authorisations.to_take", "看了谁还没签，好当面签", "Looked who has not signed, to sign in person", is_look=True
)
PAPER_LOOKED = declare(
    "authorisations.paper_looked", "查看了签字的照片", "Looked at the photograph of the signature", is_look=True
)
