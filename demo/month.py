"""A month's money over real HTTP, for any service that pays monthly: the list, two clerks, the bank, the family.

Every verb takes a `journey.Person` (a browser) and gives the words that stood on the page. `run_list` does them in
order for one month. The legal time moves with `zhengtong clock advance`.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from browsing import totp
from journey import Person, Table, account

PATIENCE_SECONDS = 40


@dataclass(frozen=True)
class Clerks:
    """Two who are signed in and keep the same roll: one checks, the other confirms."""

    checker: Person
    checker_name: str
    head: Person
    head_name: str


def run_list(table: Table, clerks: Clerks, benefit: str, expect: dict[str, str]) -> None:
    """One month's list of a benefit, from its day to the bank's answer; the list must be drawn up already.

    `expect` holds what must stand there: `list` (rows and total), `changes` (against last month), `bank` (paid and
    returned). Stuck where it does not.
    """
    checker, head = clerks.checker, clerks.head
    table.step(f"{benefit}的名册自己做好了", clerks.checker_name, lambda: open_list(checker, benefit), expect["list"])
    table.step("和上月比，看谁变了", clerks.checker_name, lambda: differences(checker), expect["changes"])
    table.step("核对过了，等另一位", clerks.checker_name, lambda: check(checker), "等确认")
    table.step("另一位确认，交银行", clerks.head_name, lambda: confirm(head, benefit))
    table.step("银行的结果回来了", "银行", lambda: settled(head), expect["bank"])


def until(person: Person, found: Callable[[], str]) -> str:
    """Look at the same page again until it shows what is waited for; what it showed last otherwise."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        person.open(person.address)
        if words := found():
            return words
        time.sleep(0.2)
    return person.heading()


def to_the_day_of_the_list(day: int) -> str:
    """Move the legal time to a day of the next month."""
    found = re.search(r"(\d{4})-(\d{2})-(\d{2})", clock("show"))
    today = date(*map(int, found.groups())) if found else date.today()
    following = (today.replace(day=1) + timedelta(days=32)).replace(day=day)
    return clock("advance", f"{(following - today).days}d").split("；", maxsplit=1)[0].split("; ", maxsplit=1)[0]


def clock(*words: str) -> str:
    """`zhengtong clock …` in the home of this process."""
    command = [sys.executable, "-m", "zhengtong.config.console", "clock", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def sign_in(person: Person, home: Path, name: str, to: str) -> str:
    """With the password, and the code where the account has a second factor."""
    login, password = account(home, name)
    person.open(f"/account/login?next={to}")
    person.send({"login": login, "password": password, "next": to})
    if secret := _secret(home, name):
        person.send({"code": totp(secret), "next": to})
    return person.heading()


def _secret(home: Path, name: str) -> str:
    lines = (line.split("\t") for line in (home / "demo-accounts.txt").read_text().splitlines())
    return next(parts[4] for parts in lines if parts[0] == name)


def open_list(person: Person, benefit: str) -> str:
    """The newest list of a benefit, once it is drawn up: how many rows and how much."""
    person.open("/desk/benefits/lists")
    link = re.compile(rf'href="(/desk/benefits/lists/\w+)">{re.escape(benefit)}，')
    person.open(until(person, lambda: next(iter(link.findall(person.page.text)), "")))
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)<", person.page.text)
    return "，".join(f"{label} {number}" for label, number in figures)


def differences(person: Person) -> str:
    """Who is new, gone, has more or less, of the list that is open."""
    found = re.findall(r'<h3>([^<]+)<span class="note">([^<]+)</span>', person.page.text)
    return "，".join(f"{title.strip()} {count}" for title, count in found)


def check(person: Person) -> str:
    """Say that the list that is open is right; the state it is in then."""
    return _agree(person, "check")


def confirm(person: Person, benefit: str) -> str:
    """Open the newest list of a benefit and let it go to the bank; the state it is in then."""
    open_list(person, benefit)
    return _agree(person, "confirm")


def _agree(person: Person, verb: str) -> str:
    content = re.search(r'name="_content" value="([^"]+)"', person.page.text)
    person.send({"_content": content[1] if content else ""}, to=f"{person.address}/{verb}")
    state = re.search(r'<span class="lamp[^>]*>([^<]+)</span>', person.page.text)
    return state[1] if state else person.heading()


def settled(person: Person) -> str:
    """What the bank answered to the list that is open, once it has answered for every row."""

    def results() -> str:
        paid = re.search(r"<dt>退回</dt><dd>(\d+)<small>([^<]+)</small>", person.page.text)
        return f"{paid[2]}，退回 {paid[1]}" if paid and "办完了" in person.page.text else ""

    return until(person, results)


def open_benefit(person: Person) -> None:
    """The newest benefit of somebody who is signed in."""
    person.open("/mine/")
    link = re.search(r'href="(/mine/benefits/\w+)"', person.page.text)
    person.open(link[1] if link else "/mine/")


def last_payment(person: Person) -> str:
    """Month, money, state and day of the newest payment."""
    open_benefit(person)
    cells = re.findall(r'<t[hd] role="(?:rowheader|cell)"[^>]*>(.*?)</t[hd]>', person.page.text)
    return " ".join(re.sub(r"<[^>]+>", "", cell) for cell in cells[:4])


def came_back(person: Person) -> str:
    """The sentence on top of one's benefit, and what there is to do."""
    open_benefit(person)
    note = re.search(r'<div class="wait[^"]*"><p>.*?</p><p>(.*?)</p>', person.page.text, re.DOTALL)
    return person.sentence() + (note[1] if note else "")


def another_account(person: Person, name: str, number: str) -> str:
    """Name another account for the benefit that is open."""
    person.open(f"{person.address}/account")
    person.send({"account_name": name, "account": number})
    page = person.send({})
    return "账户换好了" if "账户换好了" in page else person.heading()
