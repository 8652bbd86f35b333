"""The main job, done over real HTTP as the people of the demo city would: a daughter applies for her mother."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import httpx

SERVICE = "old-age-allowance"
DAUGHTER, MOTHER = "李敏", "王桂兰"
MOTHER_LAST_FOUR = "0046"
PATIENCE_SECONDS = 30
APPROVED = "批下来了"
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """One browser: keeps cookies, sends the form's token, follows where it is sent."""

    def __init__(self, base: str) -> None:
        self.client = httpx.Client(base_url=base, follow_redirects=True, timeout=20)
        self.page = httpx.Response(200)

    def open(self, address: str) -> str:
        self.page = self.client.get(address)
        self.page.raise_for_status()
        return self.page.text

    def send(self, answers: dict[str, str], to: str = "") -> str:
        """Send a form of the page that is open; `to` is its action when it is another address."""
        token = CSRF.search(self.page.text)
        data = {**answers, "csrfmiddlewaretoken": token[1] if token else ""}
        self.page = self.client.post(urljoin(str(self.page.url), to), data=data)
        self.page.raise_for_status()
        return self.page.text

    @property
    def address(self) -> str:
        return self.page.url.path

    def heading(self) -> str:
        """What stands on top of the page."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)
        return plain(found[1]) if found else ""

    def sentence(self) -> str:
        """The sentence that says whom we wait for."""
        found = re.search(r'<div class="wait[^"]*"><p>(.*?)</p>', self.page.text, re.DOTALL)
        return plain(found[1]) if found else self.heading()


def plain(markup: str) -> str:
    """The words of some HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


class Stuck(Exception):
    """A step did not give what it should."""

    def __init__(self, number: int, what: str, came_back: str) -> None:
        super().__init__(
            f"第 {number} 步没走通：{what}。得到的是：{came_back or '空的'}\n"
            f"Step {number} failed; what stood there: {came_back or 'nothing'}"
        )


class Table:
    """The narrated table: step, who, what came back, milliseconds."""

    def __init__(self) -> None:
        self.number = 0
        print(f"{_wide('步骤', 26)}{_wide('谁', 10)}{_wide('得到什么', 64)}{'毫秒':>6}")

    def step(self, what: str, who: str, do: Callable[[], str], expect: str = "") -> None:
        """Do it and tell; Stuck unless what is expected stands in what came back."""
        self.number += 1
        begun = time.monotonic()
        try:
            came_back = do()
        except (httpx.HTTPError, OSError) as error:
            raise Stuck(self.number, what, str(error)) from error
        milliseconds = (time.monotonic() - begun) * 1000
        print(
            f"{_wide(f'{self.number}. {what}', 26)}{_wide(who, 10)}{_wide(came_back, 64)}{milliseconds:8.0f}",
            flush=True,
        )
        if expect not in came_back:
            raise Stuck(self.number, what, came_back)


def _wide(text: str, width: int) -> str:
    """Padded to a width in which a Chinese character takes two places."""
    taken = sum(2 if ord(character) > 0x2E7F else 1 for character in text)
    return text + " " * max(1, width - taken)


def account(home: Path, name: str) -> tuple[str, str]:
    """Login and password of a demo account."""
    for line in (home / "demo-accounts.txt").read_text().splitlines():
        parts = line.split("\t")
        if parts[0] == name:
            return parts[2], parts[3]
    raise SystemExit(f"demo-accounts.txt: {name}?")


def show(base: str, home: Path, is_first: bool) -> bool:
    """The whole journey at first, later what was kept; False when a step did not give what it should."""
    try:
        if is_first:
            _whole(base, home)
        else:
            _again(base, home)
    except Stuck as stuck:
        print(f"\n{stuck}", file=sys.stderr, flush=True)
        return False
    return True


def _whole(base: str, home: Path) -> None:
    daughter, stranger, table = Person(base), Person(base), Table()
    table.step("搜“我妈八十了能领钱吗”", "路人", lambda: _search(stranger))
    table.step("登录", DAUGHTER, lambda: _sign_in(daughter, home))
    table.step("开始填，户籍自动查好", DAUGHTER, lambda: _begin(daughter))
    table.step("点母亲的名字", DAUGHTER, lambda: _for_mother(daughter))
    table.step("钱打到社保卡", DAUGHTER, lambda: _answer(daughter, {"pay_to": "social_card"}))
    table.step("留手机号", DAUGHTER, lambda: _answer(daughter, {"phone": account(home, DAUGHTER)[0]}))
    table.step("看一遍，交申请", DAUGHTER, lambda: _submit(daughter), "回执")
    table.step("公安局答复，规则审核，盖章", "系统", lambda: _await_result(daughter), APPROVED)
    certificate = home / "demo-licence.pdf"
    table.step("下载盖章的通知书", DAUGHTER, lambda: _download(daughter, certificate))
    table.step("验真：文件本身", "银行柜员", lambda: verify_file(certificate), "真：")
    table.step("验真：扫码", "银行柜员", lambda: _verify_code(stranger, home), "证明是真的")
    table.step("本人出示，看全部内容", MOTHER, lambda: _show_holder(stranger))
    table.step("评一评", DAUGHTER, lambda: _rate(daughter))
    table.step("看谁用过我的信息", DAUGHTER, lambda: _looks(daughter))


def _again(base: str, home: Path) -> None:
    """A second run: the case of the first is still there."""
    daughter, table = Person(base), Table()
    table.step("登录", DAUGHTER, lambda: _sign_in(daughter, home))
    table.step("上回办的事还在", DAUGHTER, lambda: _kept(daughter), "高龄")


def _search(person: Person) -> str:
    page = person.open("/search?q=我妈八十了能领钱吗")
    return "、".join(plain(found) for found in re.findall(r'<a href="/services/[^"]+"><span>(.*?)</span>', page))


def _sign_in(person: Person, home: Path) -> str:
    login, password = account(home, DAUGHTER)
    person.open(f"/account/login?next=/services/{SERVICE}/apply")
    person.send({"login": login, "password": password, "next": f"/services/{SERVICE}/apply"})
    return person.heading()


def _begin(person: Person) -> str:
    if person.address != f"/services/{SERVICE}/apply":
        person.open(f"/services/{SERVICE}/apply")
    page = person.send({})
    return "家里人：" + "、".join(re.findall(r'<label for="f-for_whom-\d+">([^<]*（[^<]*）)', page))


def _for_mother(person: Person) -> str:
    key = re.search(rf'value="([^"]+)"[^>]*><label[^>]*>{MOTHER}', person.page.text)
    person.send({"for_whom": key[1] if key else ""})
    return f"下一页：{person.heading()}"


def _answer(person: Person, answers: dict[str, str]) -> str:
    person.send(answers)
    return f"下一页：{person.heading()}"


def _submit(person: Person) -> str:
    page = person.send({})
    number = re.search(r'<span class="number">(\w+)</span>', page)
    return f"回执 {number[1]}" if number else person.heading()


def _await_result(person: Person) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        person.open(person.address)
        if person.sentence().startswith(APPROVED):
            break
        time.sleep(0.1)
    amount = re.search(r"<td>([\d,.]+ 元)</td>", person.page.text)
    return person.sentence() + (f" 每月 {amount[1]}" if amount else "")


def _download(person: Person, to: Path) -> str:
    content = person.client.get(f"{person.address}licence.pdf")
    content.raise_for_status()
    to.write_bytes(content.content)
    return f"{to.name}，{len(content.content) // 1024} kB"


def verify_file(certificate: Path) -> str:
    """What `zhengtong licence verify` says of a file."""
    words = [sys.executable, "-m", "zhengtong.config.console", "licence", "verify", str(certificate)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    first = done.stdout.strip().splitlines()[:1] or [done.stderr.strip()[-60:]]
    return f"真：{first[0]}" if done.returncode == 0 else f"假：{first[0]}"


def _verify_code(person: Person, home: Path) -> str:
    address = re.search(r"/verify/\w{26}", _links_of(home / "demo-licence.pdf"))
    person.open(address[0] if address else "/verify/")
    seen = re.search(r"持证人</dt><dd>([^<]+)", person.page.text)
    return f"{person.heading()}，{'看得到持证人' if seen else '是谁、是什么都看不到'}"


def _links_of(certificate: Path) -> str:
    """The addresses the certificate links to: what its QR code holds."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    with certificate.open("rb") as file:
        reader = PdfFileReader(file)
        annotations = reader.root["/Pages"]["/Kids"][0].get("/Annots", [])
        return " ".join(str(one.get_object().get("/A", {}).get("/URI", "")) for one in annotations)


def _show_holder(person: Person) -> str:
    person.send({"last_four": MOTHER_LAST_FOUR})
    holder = re.search(r"持证人</dt><dd>([^<]+)", person.page.text)
    return f"持证人 {holder[1] if holder else '?'}"


def _rate(person: Person) -> str:
    person.open(person.address)
    person.send({"grade": "1", "comment": "没跑一趟，当场就有结果。"}, to=f"{person.address}rating")
    said = re.search(r"您评的是“([^”]+)”", person.page.text)
    return said[0] if said else person.heading()


def _looks(person: Person) -> str:
    page = person.open("/mine/looks")
    return f"{len(re.findall('<li><div><b>', page))} 条记录"


def _kept(person: Person) -> str:
    page = person.open("/mine/")
    return "、".join(plain(found) for found in re.findall(r'<a href="/cases/[^"]+">(.*?)</a>', page))
