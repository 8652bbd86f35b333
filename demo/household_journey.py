"""A household's application, over real HTTP, by everyone who has a part in it: a family of four, one of them away and
one without a phone; village, township and county; seven departments, of which the slowest bank answers on the ninth
working day; publicity, decision, notice, and the first month's money, which comes back once."""

import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import journey
import month
from browsing import Lost, Person, picture, sign_in
from lxml import html

SERVICE, BENEFIT = "minimum-living-allowance", "低保金"
FATHER, TOWNSHIP, VILLAGE, CHECKER, COUNTY = "王德明", "谭小芸", "石大海", "韩梅", "方志远"
WIFE, SON, MOTHER = ("赵秀英", "99010219710308012X"), ("王强", "990102200006180131"), "刘桂珍"
CARD, NEW_CARD = "6200000000000013", "6200000000000021"
"""The wife's card, which the bank has closed, and the one the family names after that."""
CHECKED = {"outcome": "核对符合", "reason": "名下只有一辆载货三轮，别的都和写的一样。"}
HANDED = {"handed": "本人签收", "handed_to": "当天交给王德明，签了回证"}
CLEARED = "审过入户的记录，三轮车是干活用的，是生活必需。"
"""Why the county confirms although the rules leave the car to a person."""
SAVE, DAY_OF_LIST, PATIENCE_SECONDS = "存下", 10, 30
FAMILY: Mapping[str, Mapping[str, str]] = {
    WIFE[0]: {"relation": "丈夫或妻子", "special": "都没有", "away": "不是"},
    SON[0]: {
        "relation": "儿子或女儿",
        "special": "都没有",
        "lives_how": "没成家",
        "away": "是",
        "phone": "19900000103",
    },
    MOTHER: {"relation": "父亲或母亲", "special": "都没有", "together": "是", "away": "不是"},
}
INCOME: tuple[Mapping[str, str], ...] = (
    {"person": SON[0], "source": "打工、上班", "every": "按月", "times": "12", "amount": "3200"},
    {"person": MOTHER, "source": "居民养老金", "every": "按月", "times": "12", "amount": "215"},
)


def show(base: str, home: Path) -> bool:
    """The household's journey and its first month's money; False when a step did not give what it should."""
    print("\n一家四口申请低保 / a household of four")
    try:
        _whole(Household(base, home), journey.Table())
    except (journey.Stuck, Lost) as stuck:
        print(f"\n{stuck}", file=sys.stderr, flush=True)
        return False
    return True


def _whole(four: "Household", table: journey.Table) -> None:
    _apply(four, table)
    _check(four, table)
    _decide(four, table)
    _pay(four, table)


def _apply(four: "Household", table: journey.Table) -> None:
    table.step("登录，户口本自动查好", FATHER, four.begin, MOTHER)
    table.step("写家里人，谁算一家有回话", FATHER, four.write_family, "4 个人")
    table.step("一笔一笔写收入", FATHER, four.write_income, "40,980 元")
    table.step("财产、亲属、卡、电话", FATHER, four.write_rest)
    table.step("交申请，还没人签字也收", FATHER, four.send, "回执")
    table.step("自己签授权书", FATHER, four.sign_own, "签好了")
    table.step("用链接签，不用账户", WIFE[0], lambda: four.sign_by_link(WIFE), "签好了")
    table.step("捡到链接，猜号码", "陌生人", four.guess, "不给看")
    table.step("看办件", FATHER, four.stands)


def _check(four: "Household", table: journey.Table) -> None:
    table.step(
        "受理，30 个工作日从今天算", TOWNSHIP, lambda: four.do(TOWNSHIP, "accept", {"kin": "不是", "outcome": "受理"})
    )
    table.step("老人没手机，在村里当面签", VILLAGE, four.sign_on_paper, "签了")
    table.step("两个人入户，拍照，互相确认", f"{TOWNSHIP}、{VILLAGE}", four.visit)
    table.step("在外地，手机上签", SON[0], lambda: four.sign_by_link(SON), "签好了")
    table.step("没到齐，定不了", CHECKER, four.too_early, "没有答复")
    table.step("9 个工作日以后", "演示", lambda: month.clock("advance", "13d").splitlines()[0])
    table.step("七个部门和银行都答了", CHECKER, four.wait_for_answers, "29 项里 29 项")
    table.step("核对符合", CHECKER, lambda: four.do(CHECKER, "check_information", CHECKED))


def _decide(four: "Household", table: journey.Table) -> None:
    opinion = {"opinion": "收入低于标准，三轮车是干活用的，拟同意。", "apart": "不是", "outcome": "拟同意"}
    table.step("提出初审意见", TOWNSHIP, lambda: four.do(TOWNSHIP, "first_review", opinion))
    table.step("村里贴公示，拍两张照片", VILLAGE, lambda: four.do(VILLAGE, "post", {}, photos=2), "公示满 7 天")
    table.step("公示满 7 天，没有异议", "演示", lambda: month.clock("advance", "8d").splitlines()[0])
    table.step("审核确认", COUNTY, lambda: four.do(COUNTY, "decide", {"outcome": "确认同意", "reason": CLEARED}))
    table.step("发确认通知书", TOWNSHIP, lambda: four.do(TOWNSHIP, "give_notice", HANDED))
    table.step("村里公布结果", VILLAGE, lambda: four.do(VILLAGE, "publish_result", {}))
    table.step("看结果", FATHER, four.result, "240 元")


def _pay(four: "Household", table: journey.Table) -> None:
    table.step("验真：通知书", "银行柜员", four.notice, "真：")
    clerks = month.Clerks(four.sender(CHECKER), CHECKER, four.sender(COUNTY), COUNTY)
    father = four.sender(FATHER)
    table.step(f"时间拨到下月 {DAY_OF_LIST} 日", "演示", lambda: month.to_the_day_of_the_list(DAY_OF_LIST))
    expect = {"list": "人次 1", "changes": "新增 1 人", "bank": "退回 1"}
    month.run_list(table, clerks, BENEFIT, expect)
    table.step("卡销户了，钱退回来了", FATHER, lambda: month.came_back(father), "退回来")
    table.step("换一个账户", FATHER, lambda: month.another_account(father, FATHER, NEW_CARD), "账户换好了")


class Household:
    """Everyone of the journey, each at a browser of their own, and the case they share."""

    def __init__(self, base: str, home: Path) -> None:
        self.base, self.home, self.number = base, home, ""
        self.people: dict[str, Person] = {}

    def person(self, name: str, to: str) -> Person:
        """Somebody at a page, signed in at first."""
        if name not in self.people:
            self.people[name] = Person(self.base)
            sign_in(self.people[name], self.home, name, to)
        self.people[name].open(to)
        return self.people[name]

    def sender(self, name: str) -> journey.Person:
        """Somebody's browser, for the verbs of a month's money."""
        return _as_sender(self.people[name])

    # The family

    def begin(self) -> str:
        father = self.person(FATHER, f"/services/{SERVICE}/apply")
        father.press("开始填")
        names = father.says("//input[@name='for_whom']/following-sibling::label")
        return "户口本上：" + "、".join(name for name in names if "（" in name)

    def write_family(self) -> str:
        father = self.people[FATHER]
        father.press(SAVE, {"for_whom": "我自己"})
        for name, answers in FAMILY.items():
            father.press(f"加上{name}")
            _fill_parts(father, "household", answers)
        father.follow(f"接着填：{FATHER}")
        _fill_parts(father, "household", {"away": "不是"})
        counted = father.says("//ul[contains(@class, 'people')]/li")
        father.press("下一步")
        return f"{len(counted)} 个人"

    def write_income(self) -> str:
        father = self.people[FATHER]
        for entry in INCOME:
            father.follow("加")
            _fill_parts(father, "income", entry)
        total = father.says("//table[contains(@class, 'sum')]//td | //*[contains(@class, 'sum')]//b")
        father.press("下一步")
        return "过去一年一共：" + "".join(total[-1:])

    def write_rest(self) -> str:
        father = self.people[FATHER]
        father.press(SAVE, {"car": "不是", "second_home": "不是"})
        father.press(SAVE, {"staff_relative": "不是"})
        father.press(SAVE, {"account_name": WIFE[0], "account": CARD})
        father.press(SAVE, {"phone": "19900000101"})
        return f"下一页：{father.heading()}"

    def send(self) -> str:
        father = self.people[FATHER]
        father.press("交")
        self.number = "".join(father.says("//span[@class='number']"))
        return f"回执 {self.number}"

    def stands(self) -> str:
        """What the family reads on their case page now."""
        return self.person(FATHER, f"/cases/{self.number}/").sentence()

    # Signatures

    def sign_own(self) -> str:
        father = self.person(FATHER, f"/cases/{self.number}/")
        father.follow("去看我的授权书")
        father.press("我同意，签字", {"promise": "yes"})
        return father.heading()

    def sign_by_link(self, who: tuple[str, str]) -> str:
        """On a phone of one's own, with the link the father has passed on, without an account."""
        phone = Person(self.base)
        phone.open(self._link_of(who[0]))
        phone.press("看我的授权书", {"name": who[0], "id_number": who[1]})
        phone.press("我同意，签字", {"promise": "yes"})
        return phone.heading()

    def guess(self) -> str:
        """Somebody who found the link and knows no number."""
        stranger = Person(self.base)
        stranger.open(self._link_of(SON[0]))
        try:
            stranger.press("看我的授权书", {"name": SON[0], "id_number": WIFE[1]})
        except Lost:
            return "不给看：" + "".join(stranger.says("//main//div[contains(@class, 'notice')]"))[:40]
        return stranger.heading()

    def _link_of(self, name: str) -> str:
        father = self.person(FATHER, f"/cases/{self.number}/")
        folds = father.tree.xpath("//details[contains(summary, $name)]//a/@href", name=f"发给{name}的链接")
        if not folds:
            raise Lost(f"没有{name}的链接：{father.sentence()}")
        return str(folds[0])

    def sign_on_paper(self) -> str:
        """Before the village's helper, who may take signatures from the first day and sees no more than names."""
        clerk = self.person(VILLAGE, "/desk/")
        clerk.open(f"/desk/cases/{self.number}/signatures")
        row = clerk.tree.xpath("//li[contains(., $name)]//a/@href", name=MOTHER)
        clerk.open(str(row[0]))
        clerk.press("记下", {"way": "本人在纸上签的", "witness": TOWNSHIP}, photo_file=("signed.jpg", picture()))
        return "；".join(one for one in clerk.says("//li") if MOTHER in one)[:60]

    # The offices

    def take(self, name: str, step: str) -> Person:
        """Somebody takes a step that is theirs, as soon as its turn has come."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                clerk = self.person(name, self._step(step))
                break
            except Lost:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        if "我来办" in clerk.says("//main//button"):
            clerk.press("我来办")
            clerk.open(self._step(step))
        return clerk

    def do(self, name: str, step: str, answers: Mapping[str, str], photos: int = 0) -> str:
        """Somebody takes a step of theirs and does it; what the family reads then."""
        clerk = self.take(name, step)
        for number in range(photos):
            clerk.press("传照片", {}, photo_file=(f"{number}.jpg", picture(80 + 40 * number)))
        clerk.press("办完这一步", answers)
        return self.stands()

    def visit(self) -> str:
        """Two go: what they saw is written down, photographed, and confirmed by the one from the village."""
        written = {"living": "两间瓦房，老人卧床，赵秀英有残疾证", "both_signed": "是", "family": "王德明在场，签了字"}
        clerk = self.take(TOWNSHIP, "visit")
        clerk.press("传照片", written, photo_file=("1.jpg", picture()))
        clerk.press("请他确认", {**written, "companion": clerk.option("companion", VILLAGE)})
        helper = self.person(VILLAGE, "/desk/")
        helper.follow("入户调查")
        helper.press("我一起去了，属实")
        clerk.open(self._step("visit"))
        clerk.press("办完这一步", written)
        return self.stands()

    def too_early(self) -> str:
        """The county would conclude before the banks have answered."""
        try:
            return self.do(CHECKER, "check_information", {"outcome": "核对符合"})
        except Lost:
            return "".join(self.people[CHECKER].says("//main//div[contains(@class, 'notice')]"))

    def wait_for_answers(self) -> str:
        """Until every department has answered the county, the banks last."""
        clerk = self.person(CHECKER, f"/desk/cases/{self.number}")
        heading = "//h2[@id='ev']"
        sender = _as_sender(clerk)
        return month.until(sender, lambda: _complete(clerk, sender, heading))

    def _step(self, step: str) -> str:
        return f"/desk/cases/{self.number}/steps/{step}/1"

    # What comes of it

    def result(self) -> str:
        """What the family reads in the end, with the amount."""
        father = self.person(FATHER, f"/cases/{self.number}/")
        said = father.waits_for(journey.APPROVED)
        amounts = father.says("//table[contains(@class, 'sum')]//tr[last()]/td")
        return f"{said} 每月 {amounts[-1] if amounts else '?'}"

    def notice(self) -> str:
        father = self.person(FATHER, f"/cases/{self.number}/")
        content = father.client.get(f"/cases/{self.number}/licence.pdf")
        content.raise_for_status()
        path = self.home / "demo-allowance.pdf"
        path.write_bytes(content.content)
        return journey.verify_file(path)


def _fill_parts(person: Person, page: str, answers: Mapping[str, str]) -> None:
    """Answer the pages of one entry, whichever come, until the list is back."""
    while re.search(rf"/{page}/[^/]+/", person.address):
        asked = {str(box.get("name")) for box in person.tree.xpath("//main//form//input[@type!='hidden']")}
        person.press(SAVE, {name: answer for name, answer in answers.items() if name in asked})


def _complete(clerk: Person, sender: journey.Person, heading: str) -> str:
    clerk.page, clerk.tree = sender.page, html.fromstring(sender.page.text)
    words = "".join(clerk.says(heading))
    found = re.search(r"(\d+) 项里 (\d+) 项", words)
    return words if found and found[1] == found[2] else ""


def _as_sender(person: Person) -> journey.Person:
    """The same browser, for the verbs of a month's money."""
    sender = journey.Person("")
    sender.client, sender.page = person.client, person.page
    return sender
