"""Sample data for the living page, what people are told. People, places and figures are invented."""

from datetime import datetime

from zhengtong.kernel.clock import CHINA
from zhengtong.kernel.text import Text

HERE = "#main"

NOTICES = (
    (
        "info",
        Text("标准变了。", "The amount has changed."),
        Text("1月1日起每月 200 元，自动按新的发。", "From 1 January it is 200 yuan a month; you need do nothing."),
    ),
    ("done", Text("交好了。", "Received."), Text("3月2日 16:05 收到。", "On 2 March at 16:05.")),
    (
        "pen",
        Text("有一个数不对？", "Is a figure wrong?"),
        Text(
            "告诉我们是哪个，给数的部门 10 个工作日内改好或说明。",
            "Tell us which; its department corrects or explains it within 10 working days.",
        ),
    ),
    (
        "warn",
        Text("登记处现在连不上。", "The register office cannot be reached."),
        Text("我们 11:30 再问。不用您做什么。", "We ask again at 11:30. You need do nothing."),
    ),
    (
        "bad",
        Text("没交上，您填的都在。", "Not sent; all you typed is kept."),
        Text(
            "网断了。连上后再点一次“交申请”，不会交两份。",
            "The connection broke. Press “Send” again; it will not be sent twice.",
        ),
    ),
)
WAITS = (
    (
        Text(
            "正在等登记处答复，最晚 3月30日（星期一）给您结果。",
            "Waiting for the register office; your answer comes by Monday 30 March.",
        ),
        Text("您现在什么都不用做。", "You need do nothing now."),
        False,
    ),
    (
        Text(
            "晚了 1 天：卡在登记中心审核，责任人赵明。",
            "One day late: held up at the registry's review, Zhao Ming is responsible.",
        ),
        Text("新的时间是 4月2日。已自动报给监督的人。", "The new date is 2 April. It was reported automatically."),
        True,
    ),
)
LAMPS = (
    ("", Text("剩 4 天", "4 days left")),
    ("near", Text("剩 1 天", "1 day left")),
    ("late", Text("超 1 天", "1 day late")),
    ("hold", Text("停表", "clock stopped")),
    ("done", Text("办完", "done")),
    ("none", Text("还没开始", "not begun")),
)


def _line(*states: str, last: Text | None = None) -> list[dict[str, object]]:
    """The five words with a state each; dates only where something has happened."""
    words = [
        Text("收到", "Received"),
        Text("核查", "Checked"),
        Text("公示", "Posted"),
        Text("审批", "Decided"),
        Text("发放", "Paid"),
    ]
    dates = [
        Text("3月2日", "2 Mar"),
        Text("3月13日", "13 Mar"),
        Text("3月22日", "22 Mar"),
        Text("3月27日", "27 Mar"),
        "",
    ]
    given = zip(words, dates, states, strict=True)
    steps = [{"word": word, "note": date if state else "", "state": state} for word, date, state in given]
    if last:
        steps[states.index("stop")]["word"] = last
    return list(steps)


LINES = (
    (Text("刚收到", "Just received"), _line("now", "", "", "", "")),
    (Text("正在审批", "Being decided"), _line("done", "done", "done", "now", "")),
    (Text("没批", "Refused"), _line("done", "done", "done", "stop", "", last=Text("没批", "Refused"))),
    (
        Text("三步的事", "Three steps"),
        [
            {"word": Text("收到", "Received"), "note": "10:02", "state": "done"},
            {"word": Text("核对", "Checked"), "note": "10:02", "state": "done"},
            {"word": Text("制证", "Sealing"), "note": Text("正在办", "under way"), "state": "now"},
        ],
    ),
)
ROUTE = (
    {"title": Text("您交申请", "You apply"), "note": Text("当时就给回执", "with a receipt at once")},
    {
        "title": Text("两边一起进行", "Two things side by side"),
        "note": Text("最多 9 个工作日", "at most 9 working days"),
        "fork": (
            {"title": Text("上门看看", "A visit"), "note": Text("先打电话约时间", "we call first")},
            {"title": Text("向部门核对", "Departments asked"), "note": Text("不用您跑", "no trip for you")},
        ),
    },
    {"title": Text("每月发钱", "Paid each month"), "note": Text("批准的下个月开始", "from the month after")},
)
SUM = (
    {
        "label": Text("基本津贴", "Basic allowance"),
        "amount": Text("200 元", "200 yuan"),
        "source": Text("80 岁以上，每月", "from 80, a month"),
    },
    {"label": Text("加：补发 2 个月", "Plus: two months owed"), "amount": Text("+ 400 元", "+ 400 yuan"), "source": ""},
    {"label": Text("这个月给您", "Paid this month"), "amount": Text("600 元", "600 yuan"), "source": ""},
)
FACTS = (
    {
        "label": Text("多久有结果", "How long"),
        "value": Text("当场", "at once"),
        "note": Text("法律没有规定最长", "the law sets no limit"),
    },
    {"label": Text("要跑几趟", "Trips"), "value": Text("0 趟", "none"), "note": ""},
    {"label": Text("花钱吗", "Cost"), "value": Text("不花钱", "free"), "note": ""},
    {"label": Text("去哪办", "Where"), "value": Text("网上，或街道", "online or at the subdistrict"), "note": ""},
)
FIGS = (
    {
        "label": Text("按时办结率", "Done in time"),
        "number": "98.2",
        "unit": "%",
        "note": Text("1,226 件里 1,204 件", "1,204 of 1,226 cases"),
    },
    {
        "label": Text("替大家少跑", "Trips saved"),
        "number": "3,418",
        "unit": Text("趟", "trips"),
        "note": Text("少交材料 9,052 份", "9,052 papers not asked for"),
    },
    {
        "label": Text("好评率", "Satisfied"),
        "number": "97.1",
        "unit": "%",
        "note": Text("1,067 人评了", "1,067 people rated"),
    },
    {
        "label": Text("没做好的", "Done badly"),
        "number": "22",
        "unit": Text("件超时", "late"),
        "note": Text("最长晚了 6 天", "the longest by 6 days"),
    },
)
BARS = (
    {"label": Text("非常满意", "Very good"), "count": "71", "share": 53, "bad": False},
    {"label": Text("满意", "Good"), "count": "43", "share": 32, "bad": False},
    {"label": Text("不满意", "Bad"), "count": "5", "share": 4, "bad": True},
)
COLUMNS = (
    {"label": Text("部门", "Department")},
    {"label": Text("状态", "State")},
    {"label": Text("答了什么", "Answer")},
    {"label": Text("用时", "Took"), "number": True},
)
ROWS = (
    {
        "who": Text("登记处，户籍", "Register office"),
        "state": "done",
        "words": Text("已答", "answered"),
        "answer": Text("人在本市，82 岁", "registered here, aged 82"),
        "took": Text("2 秒", "2 s"),
        "current": False,
    },
    {
        "who": Text("主管单位，正在看的这一行", "The office in charge: the row in hand"),
        "state": "near",
        "words": Text("在等", "waiting"),
        "answer": Text("还没答", "not yet"),
        "took": Text("3 天", "3 days"),
        "current": True,
    },
)
CHIPS = (
    {"label": Text("全部", "All"), "href": HERE, "count": 12, "current": True},
    {"label": Text("快到期", "Near due"), "href": HERE, "count": 3, "current": False},
    {"label": Text("要上门", "To visit"), "href": HERE, "count": 0, "current": False},
)
PEOPLE = (
    {
        "name": Text("主管单位，经办人", "The office in charge, clerk"),
        "did": Text("看了申请", "looked at the application"),
        "source": Text("3月24日 15:06，为了审批", "24 March 15:06, to decide"),
        "href": HERE,
        "verb": Text("看每一次", "See each time"),
    },
    {
        "name": Text("登记处", "Register office"),
        "did": Text("答了：户籍信息", "answered: household register"),
        "source": Text("3月2日 16:07 答的", "answered 2 March 16:07"),
        "said": (
            {"label": Text("出生日期", "Birth date"), "value": Text("1944年2月3日", "3 February 1944")},
            {"label": Text("公民身份号码", "Resident ID"), "value": "9901 **** **** **46"},
        ),
    },
    {
        "name": Text("王强（丈夫）", "Wang Qiang (husband)"),
        "did": "",
        "source": Text("短信还没打开", "has not opened the message"),
        "state": Text("还没签", "not signed"),
        "lamp": "near",
    },
)
PAPERS = (
    {"title": Text("受理回执", "Receipt"), "note": "PDF，84 kB", "href": HERE},
    {"title": Text("补贴确认书", "Confirmation of the allowance"), "note": "PDF，112 kB", "href": HERE},
)
FILES = ({"title": Text("照片 1", "Photograph 1"), "note": "3月2日 9:05", "href": HERE, "take_back": HERE},)
LOG = (
    {
        "at": datetime(2026, 3, 2, 16, 7, tzinfo=CHINA),
        "words": Text("登记处答了：人在本市", "the register office answered: registered here"),
    },
    {"at": datetime(2026, 3, 2, 16, 5, tzinfo=CHINA), "words": Text("收到申请，当场受理", "received and accepted")},
)
YES = (
    {"words": Text("本市户口", "Registered in this city"), "note": ""},
    {
        "words": Text("年满 80 岁", "Aged 80 or over"),
        "note": Text("按身份证上的生日算", "by the birthday on the ID card"),
    },
)
NO = (
    {
        "words": Text("户口本、身份证复印件", "Copies of household book or ID card"),
        "note": Text("登记处有", "the register office has them"),
    },
)
KEYS = (
    {"key": ("J", "K"), "words": Text("下一件、上一件", "next, previous")},
    {"key": ("/",), "words": Text("找", "find")},
)
