"""A milk-tea shop gets its food licence, over real HTTP: applied for, visited, mended, visited again, numbered."""

import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import quote

import browsing
import journey
from browsing import totp
from journey import Person, Stuck, Table, account

SERVICE, ASKED = "food-business-licence", "我想开个奶茶店"
OWNER, COUNTER, INSPECTOR, PARTNER, HEAD = "罗小满", "邓倩", "魏刚", "高岚", "贺敏"
ADDRESS = "东桥区桥头街 20 号"
WHAT = "靠门装一个洗手池并贴上“洗手”"
PATIENCE_SECONDS, TOTP_SECONDS = 30, 30


def show(base: str, home: Path) -> bool:
    """The shop's journey; False when a step did not give what it should."""
    print("\n开一家奶茶店 / a milk-tea shop")
    try:
        _whole(base, home)
    except (Stuck, browsing.Lost) as stuck:
        print(f"\n{stuck}", file=sys.stderr, flush=True)
        return False
    return True


def _whole(base: str, home: Path) -> None:
    people = {name: Person(base) for name in (OWNER, COUNTER, INSPECTOR, PARTNER, HEAD)}
    owner, counter, inspector, partner, head = people.values()
    stranger, table = Person(base), Table()
    table.step(f"搜“{ASKED}”", "路人", lambda: _search(stranger), "食品经营许可")
    table.step("登录，执照自动查好", OWNER, lambda: _begin(owner, home), "奶茶店")
    table.step("卖什么，照清单自查", OWNER, lambda: _fill(owner))
    table.step("看一遍，交申请", OWNER, lambda: _submit(owner), "回执")
    number = owner.address
    table.step("看申请，受理", COUNTER, lambda: _step(counter, home, COUNTER, "看申请", {"outcome": "accept"}))
    table.step("选上门的时间", OWNER, lambda: _choose(owner, number), "约好")
    table.step("到了那天", "日子", lambda: _come(owner, number), "到")
    table.step("照清单看店，水池要改", INSPECTOR, lambda: _inspect(inspector, partner, home, True))
    table.step("看要改什么，改好再选", OWNER, lambda: _choose(owner, number, WHAT), "约好")
    table.step("到了复查那天", "日子", lambda: _come(owner, number), "到")
    table.step("再看一遍，都合格", INSPECTOR, lambda: _inspect(inspector, partner, home, False))
    table.step("批准", HEAD, lambda: _step(head, home, HEAD, "审批", {"outcome": "approve"}))
    table.step("市场监管局给证号，盖章", "系统", lambda: _await_result(owner, number), journey.APPROVED)
    certificate = home / "demo-food-licence.pdf"
    table.step("下载许可证，验真", OWNER, lambda: _download(owner, number, certificate), "真：")


def _search(person: Person) -> str:
    page = person.open(f"/search?q={quote(ASKED)}")
    return "、".join(journey.plain(one) for one in re.findall(r'<a href="/services/[^"]+"><span>(.*?)</span>', page))


def _begin(person: Person, home: Path) -> str:
    login, password = account(home, OWNER)
    person.open(f"/account/login?next=/services/{SERVICE}/apply")
    person.send({"login": login, "password": password, "next": f"/services/{SERVICE}/apply"})
    page = person.send({})
    known = re.search(r"清和市[^<]*奶茶店", page)
    return f"执照上的店名：{known[0]}" if known else person.heading()


def _fill(person: Person) -> str:
    person.send({"address": ADDRESS})
    person.send({"sells": "drinks"})
    person.send({"seats": "take_away"})
    items = dict.fromkeys(re.findall(r'name="(check_\w+)"', person.page.text), "ready")
    person.send({**items, "check_separate_sinks": "not_yet", "check_raw_and_ready": "not_for_me"})
    person.send({"phone": "19900000103"})
    return f"自查 {len(items)} 项，1 项还没做到"


def _submit(person: Person) -> str:
    page = person.send({})
    number = re.search(r'<span class="number">(\w+)</span>', page)
    return f"回执 {number[1]}" if number else person.heading()


def _choose(person: Person, case: str, what: str = "") -> str:
    """The first time that is free; the page says what is to be mended, if anything."""
    page = person.open(case)
    until = time.monotonic() + PATIENCE_SECONDS
    while not (found := re.search(rf'href="({case}steps/choose_\w+/\d+)"', page)) and time.monotonic() < until:
        time.sleep(0.1)
        page = person.open(case)
    if found is None:
        return person.sentence()
    page = person.open(found[1])
    told = f"要改：{what}；" if what and what in page else ""
    slot = re.search(r'name="slot" id="[^"]+" value="([^"]+)"', page)
    page = person.send({"slot": slot[1] if slot else ""})
    return f"{told}约好 {slot[1].replace('T', ' ')}" if slot and "换个时间" in page else person.heading()


def _come(person: Person, case: str) -> str:
    """Legal time goes on to the day of the visit."""
    page = person.open(case)
    booked = re.search(r"我们(\d+)月(\d+)日", page)
    if booked is None:
        return person.sentence()
    today = _legal_today()
    day = date(today.year, int(booked[1]), int(booked[2]))
    day = day if day >= today else day.replace(year=today.year + 1)
    _console("clock", "advance", f"{(day - today).days}d")
    return f"到 {day.month}月{day.day}日了"


def _legal_today() -> date:
    found = re.search(r"\d{4}-\d\d-\d\d", _console("clock", "show"))
    return date.fromisoformat(found[0]) if found else date.today()


def _console(*words: str) -> str:
    command = [sys.executable, "-m", "zhengtong.config.console", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _step(person: Person, home: Path, name: str, step: str, typed: dict[str, str]) -> str:
    """A clerk finds the step in the queue and does it; what the desk says after it."""
    _sign_in(person, home, name)
    until = time.monotonic() + PATIENCE_SECONDS
    found = None
    while found is None and time.monotonic() < until:
        page = person.open("/desk/")
        found = re.search(rf'<a href="(/desk/cases/\w+/steps/[^"]+)">{step}</a>', page)
        time.sleep(0.1)
    if found is None:
        return person.heading()
    person.open(found[1])
    person.send(typed)
    return f"办完“{step}”" if person.address.count("/") == found[1].count("/") - 3 else person.heading()


def _inspect(person: Person, partner: Person, home: Path, is_first: bool) -> str:
    """Two go by the checklist: one writes and photographs, the other confirms, then it counts."""
    _sign_in(person, home, INSPECTOR)
    page = person.open("/desk/visits")
    where = re.search(r'<a href="/desk/cases/\w+">([^<]+)</a>', page)
    typed = {"outcome": "mend" if is_first else "pass"}
    step = person.open(_first_step(person))
    items = [item for item in re.findall(r'name="(\w+)" id="[^"]+" value="fail"', step) if item != "outcome"]
    typed |= dict.fromkeys(items, "pass") | {"raw_and_ready": "not_applicable"}
    if is_first:
        typed |= {"separate_sinks": "fail", "separate_sinks_mend": WHAT}
    _together(person, partner, home, typed)
    return f"去了{where[1] if where else '?'}，看了 {len(items)} 项"


def _together(person: Person, partner: Person, home: Path, typed: dict[str, str]) -> None:
    """The photograph is sent, the colleague confirms what is written, and the step is finished."""
    desk = browsing.Person.of(person.client, person.address)
    address = desk.address
    desk.press("传照片", typed, photo_file=("shop.jpg", browsing.picture()))
    desk.press("请他确认", {**typed, "companion": desk.option("companion", PARTNER)})
    _sign_in(partner, home, PARTNER)
    other = browsing.Person.of(partner.client, "/desk/")
    other.follow_to("/together")
    other.press("我一起去了，属实")
    desk.open(address)
    desk.press("办完这一步", typed)


def _first_step(person: Person) -> str:
    found = re.search(r'href="(/desk/cases/\w+/steps/inspect/\d+)"', person.open("/desk/"))
    return found[1] if found else "/desk/"


def _sign_in(person: Person, home: Path, name: str) -> None:
    """With password and the six digits of the second factor; once."""
    if "sessionid" in person.client.cookies and person.open("/desk/") and person.address == "/desk/":
        return
    login, password = account(home, name)
    person.open("/account/login?next=/desk/")
    person.send({"login": login, "password": password, "next": "/desk/"})
    if person.address != "/desk/":
        person.send({"code": totp(_secret(home, name))})


def _secret(home: Path, name: str) -> str:
    lines = (home / "demo-accounts.txt").read_text().splitlines()
    return next(line.split("\t")[4] for line in lines if line.split("\t")[0] == name)


def _await_result(person: Person, case: str) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        person.open(case)
        if person.sentence().startswith(journey.APPROVED):
            break
        time.sleep(0.1)
    return person.sentence()


def _download(person: Person, case: str, to: Path) -> str:
    content = person.client.get(f"{case}licence.pdf")
    content.raise_for_status()
    to.write_bytes(content.content)
    return journey.verify_file(to)
