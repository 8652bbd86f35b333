"""The first month's money, over real HTTP: two on the roll, a clerk who confirms, a bank of files, one closed card."""

import base64
import hmac
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha1
from pathlib import Path

from journey import APPROVED, DAUGHTER, MOTHER, SERVICE, Person, Stuck, Table, account

NEIGHBOUR, HEAD = "孙玉兰", "吴刚"
DAY_OF_LIST = 10
PATIENCE_SECONDS = 40
CARD, NEW_CARD = "6200000000000054", "6200000000000062"


def show(base: str, home: Path) -> bool:
    """Time is advanced to the day of the list; False when a step did not give what it should."""
    print("\n第一个月的钱 / the first month's money")
    neighbour, head, daughter, table = Person(base), Person(base), Person(base), Table()
    try:
        table.step("替自己申请，当场批了", NEIGHBOUR, lambda: _apply(neighbour, home), APPROVED)
        table.step(f"时间拨到下月 {DAY_OF_LIST} 日", "演示", _to_the_day_of_the_list)
        table.step("登录，动态验证码", HEAD, lambda: _sign_in(head, home, HEAD, "/desk/benefits/lists"), "每月名册")
        table.step("名册自己做好了", HEAD, lambda: _open_list(head), "2")
        table.step("和上月比，看谁变了", HEAD, lambda: _differences(head), "新增 2 人")
        table.step("确认，交银行", HEAD, lambda: _confirm(head))
        table.step("银行付了一笔，退回一笔", "银行", lambda: _settled(head), "退回 1")
        table.step("钱到了", NEIGHBOUR, lambda: _money(neighbour), "到账了")
        table.step("母亲的卡销户了", DAUGHTER, lambda: _came_back(daughter, home), "钱退回来了")
        table.step("换一个账户", DAUGHTER, lambda: _another(daughter), "账户换好了")
    except Stuck as stuck:
        print(f"\n{stuck}", file=sys.stderr, flush=True)
        return False
    return True


def _apply(person: Person, home: Path) -> str:
    _sign_in(person, home, NEIGHBOUR, f"/services/{SERVICE}/apply")
    phone = account(home, NEIGHBOUR)[0]
    bank = {"pay_to": "bank", "account_name": NEIGHBOUR, "account": CARD}
    for answers in ({}, {"for_whom": "self"}, bank, {"phone": phone}, {}):
        person.send(answers)
    return _until(person, lambda: person.sentence() if person.sentence().startswith(APPROVED) else "")


def _until(person: Person, found: Callable[[], str]) -> str:
    """Look at the same page again until it shows what is waited for; what it showed last otherwise."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        person.open(person.address)
        if words := found():
            return words
        time.sleep(0.2)
    return person.heading()


def _to_the_day_of_the_list() -> str:
    shown = _clock("show")
    found = re.search(r"(\d{4})-(\d{2})-(\d{2})", shown)
    today = date(*map(int, found.groups())) if found else date.today()
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=DAY_OF_LIST)
    return _clock("advance", f"{(following - today).days}d").split("；", maxsplit=1)[0].split("; ", maxsplit=1)[0]


def _clock(*words: str) -> str:
    command = [sys.executable, "-m", "zhengtong.config.console", "clock", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _sign_in(person: Person, home: Path, name: str, to: str) -> str:
    login, password = account(home, name)
    person.open(f"/account/login?next={to}")
    person.send({"login": login, "password": password, "next": to})
    if secret := _secret(home, name):
        person.send({"code": _code(secret), "next": to})
    return person.heading()


def _secret(home: Path, name: str) -> str:
    lines = (line.split("\t") for line in (home / "demo-accounts.txt").read_text().splitlines())
    return next(parts[4] for parts in lines if parts[0] == name)


def _code(secret: str) -> str:
    """What an authenticator shows now (RFC 6238: SHA-1, 30 seconds, six digits)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def _open_list(person: Person) -> str:
    link = _until(person, lambda: next(iter(re.findall(r'href="(/desk/benefits/lists/\w+)"', person.page.text)), ""))
    person.open(link)
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)<", person.page.text)
    return "，".join(f"{label} {number}" for label, number in figures)


def _differences(person: Person) -> str:
    found = re.findall(r'<h3>([^<]+)<span class="note">([^<]+)</span>', person.page.text)
    return "，".join(f"{title.strip()} {count}" for title, count in found)


def _confirm(person: Person) -> str:
    content = re.search(r'name="content" value="([^"]+)"', person.page.text)
    person.send({"content": content[1] if content else ""}, to=f"{person.address}/confirm")
    state = re.search(r'<span class="lamp[^>]*>([^<]+)</span>', person.page.text)
    return state[1] if state else person.heading()


def _settled(person: Person) -> str:
    def results() -> str:
        paid = re.search(r"<dt>退回</dt><dd>(\d+)<small>([^<]+)</small>", person.page.text)
        return f"{paid[2]}，退回 {paid[1]}" if paid and "办完了" in person.page.text else ""

    return _until(person, results)


def _money(person: Person) -> str:
    _open_benefit(person)
    cells = re.findall(r'<t[hd] role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', person.page.text)
    return " ".join(re.sub(r"<[^>]+>", "", cell) for cell in cells[:4])


def _open_benefit(person: Person) -> None:
    person.open("/mine/")
    link = re.search(r'href="(/mine/benefits/\w+)"', person.page.text)
    person.open(link[1] if link else "/mine/")


def _came_back(person: Person, home: Path) -> str:
    _sign_in(person, home, DAUGHTER, "/mine/")
    _open_benefit(person)
    note = re.search(r'<div class="wait[^"]*"><p>.*?</p><p>(.*?)</p>', person.page.text, re.DOTALL)
    return person.sentence() + (note[1] if note else "")


def _another(person: Person) -> str:
    person.open(f"{person.address}/account")
    person.send({"account_name": MOTHER, "account": NEW_CARD})
    page = person.send({})
    return "账户换好了" if "账户换好了" in page else person.heading()
