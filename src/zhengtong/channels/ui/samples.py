"""Sample data for the living page, what people choose and fill in. People, places and figures are invented."""

from datetime import datetime

from zhengtong.channels.ui.data import Choice, Demo, FieldView
from zhengtong.kernel.clock import CHINA
from zhengtong.kernel.text import Text

HERE = "#main"
AT = datetime(2026, 3, 10, 10, 20, tzinfo=CHINA)
STRIPS = (Demo(is_demo=True, moved_to=None), Demo(is_demo=True, moved_to=AT))

COLOURS = (
    ("main", Text("松绿", "Pine"), "#0b5a53", Text("链接、按钮、走过的路", "links, buttons, the way travelled")),
    ("main-deep", Text("深松", "Deep pine"), "#073f3a", Text("指着的按钮、工作台顶", "hovered button, desk header")),
    ("main-soft", Text("浅松", "Soft pine"), "#e8f2ef", Text("在等谁、选中的", "who we wait for, chosen")),
    ("paper", Text("纸", "Paper"), "#f5f7f6", Text("已知的、页脚", "what is known, the foot")),
    ("ink", Text("墨", "Ink"), "#17211f", Text("正文", "body")),
    ("ink-2", Text("淡墨", "Second ink"), "#46524f", Text("来源、说明", "sources, hints")),
    ("amber-fill", Text("琥珀", "Amber"), "#c98300", Text("快到期", "near due")),
    ("red-fill", Text("朱", "Red"), "#c2292b", Text("超时、错误", "late, wrong")),
)

WAYS = (
    {
        "title": Text("我自己办", "Do it myself"),
        "note": Text("约 3 分钟，随时能存", "about 3 minutes, saved as you go"),
        "href": HERE,
        "symbol": "pen",
        "first": True,
    },
    {"title": Text("请人帮我办", "Ask for help"), "note": Text("不收钱", "free"), "href": HERE, "symbol": "helper"},
    {
        "title": Text("打电话问", "Call us"),
        "note": Text("现在没人接：8:30 起", "closed now: from 8:30"),
        "href": HERE,
        "symbol": "phone",
    },
)
SAYS = (
    {"label": Text("老人有补贴吗", "Is there money for the old?"), "href": HERE},
    {"label": Text("身份证丢了", "I lost my ID card"), "href": HERE},
)
TABS = (
    {"label": Text("个人", "People"), "href": HERE, "symbol": "person", "current": True},
    {"label": Text("企业", "Companies"), "href": HERE, "symbol": "shop", "current": False},
)
TILES = (
    {
        "title": Text("生了孩子", "A child is born"),
        "href": HERE,
        "services": 6,
        "note": Text("6 件事，跑 0 趟", "6 services, no trip"),
    },
    {
        "title": Text("外国人来工作和居住", "Coming from abroad to work and live"),
        "href": HERE,
        "services": 3,
        "note": Text("3 件事，本人去 1 趟", "3 services, one trip in person"),
    },
)
LINKS = (
    {"label": Text("老人补贴", "Allowance for the old"), "href": HERE, "note": Text("当场有结果", "answered at once")},
    {"label": Text("老年人优待证", "Senior citizen card"), "href": HERE, "note": ""},
)

FIELDS = (
    FieldView(
        name="phone",
        label=Text("手机号", "Mobile phone"),
        hint=Text("收进度短信用", "for messages about progress"),
        inputmode="tel",
        autocomplete="tel",
    ),
    FieldView(
        name="phone2",
        label=Text("家里人的手机号", "A relative's mobile phone"),
        value="1381234567",
        error=Text("少了一位，应该是 11 位数。", "One digit is missing: there should be 11."),
    ),
    FieldView(
        name="born", label=Text("哪天出生的？", "Date of birth"), kind="date", value="1944-02-03", autocomplete="bday"
    ),
    FieldView(
        name="place",
        label=Text("户口所在地", "Registered home"),
        value="甲街道乙社区",
        readonly=True,
        hint=Text("登记处给的，这里改不了。", "Given by the register office; it cannot be changed here."),
    ),
    FieldView(
        name="street",
        label=Text("住在哪个街道", "Which subdistrict do you live in?"),
        kind="select",
        choices=(Choice("1", Text("甲街道", "Subdistrict A")), Choice("2", Text("乙镇", "Town B"))),
    ),
    FieldView(name="rent", label=Text("每月房租", "Rent a month"), kind="money", unit=Text("元", "yuan"), value="1200"),
    FieldView(name="more", label=Text("还想说的", "Anything else?"), kind="textarea", required=False),
)
CHOICES = (
    FieldView(
        name="pay",
        label=Text("钱怎么领？", "How shall we pay you?"),
        kind="radio",
        value="card",
        choices=(
            Choice("card", Text("打到社保卡", "To the social security card"), Text("当天到", "the same day")),
            Choice(
                "kin",
                Text("家里人代领", "A relative collects it"),
                Text("要写委托书", "with a written mandate"),
                fields=(FieldView(name="pay.kin", label=Text("那位的姓名", "Their name")),),
            ),
            Choice(
                "home",
                Text("送到家里", "Brought to your home"),
                Text("90 岁以上才行", "from the age of 90"),
                disabled=True,
            ),
        ),
    ),
    FieldView(
        name="who",
        label=Text("谁和老人一起住？", "Who lives with the applicant?"),
        kind="checkboxes",
        value=("child",),
        error=Text("选一项。没有人，就选最后一项。", "Choose one. If nobody does, choose the last."),
        choices=(
            Choice("child", Text("子女", "A child")),
            Choice("spouse", Text("老伴", "The spouse")),
            Choice("none", Text("没有人", "Nobody")),
        ),
    ),
    FieldView(
        name="true",
        label=Text("以上是真的。有变化，我会说。", "This is true. I will tell you when it changes."),
        kind="tick",
    ),
    FieldView(
        name="slip",
        label=Text("工资条", "Wage slip"),
        kind="file",
        hint=Text("拍清楚就行。JPG、PNG、PDF，10 MB 以内", "A clear photo will do. JPG, PNG, PDF, up to 10 MB"),
    ),
)
KNOWN = (
    {
        "name": "name",
        "label": Text("姓名", "Name"),
        "value": "阿卜杜热西提·麦麦提依明",
        "source": Text("登记处，今天 9:12", "register office, today 9:12"),
        "tell": Text("告诉登记处", "Tell the register office"),
    },
    {
        "name": "disability",
        "label": Text("残疾", "Disability"),
        "value": Text("肢体三级", "physical, grade three"),
        "source": Text("甲部门，2024年6月起有效", "department A, since June 2024"),
        "tell": Text("告诉甲部门", "Tell department A"),
        "open": True,
    },
    {
        "name": "insurance",
        "label": Text("社保", "Social insurance"),
        "value": Text("乙部门还没答", "department B has not answered yet"),
        "source": Text("最晚今天 17:00。您可以先往下填", "by 17:00 today; you can go on meanwhile"),
        "tell": "",
        "waiting": True,
    },
)
ANSWERS = (
    {
        "label": Text("老人", "Applicant"),
        "value": Text("张桂芳，82 岁", "Zhang Guifang, aged 82"),
        "source": Text("登记处", "register office"),
        "href": "",
        "verb": "",
    },
    {
        "label": Text("钱发到哪", "Paid to"),
        "value": Text("社保卡，尾号 6031", "social security card ending 6031"),
        "source": "",
        "href": HERE,
        "verb": Text("换", "Change"),
    },
)
ENTRIES = (
    {
        "id": "f-entry-1",
        "name": Text("陈大山", "Chen Dashan"),
        "did": Text("您自己", "Yourself"),
        "note": "",
        "edit": HERE,
        "verb": Text("改", "Change"),
        "remove": "",
    },
    {
        "id": "f-entry-2",
        "name": Text("陈小山", "Chen Xiaoshan"),
        "did": Text("儿子或女儿", "Son or daughter"),
        "note": Text("自己成了家，不算。他给的钱要写上。", "Not counted, with a home of his own; list what he gives."),
        "edit": HERE,
        "verb": Text("接着填", "Continue"),
        "remove": HERE,
    },
)
