"""The first month's money, over real HTTP: two on the roll, two clerks, a bank of files, one closed card."""

import sys
from pathlib import Path

import month
from journey import APPROVED, DAUGHTER, MOTHER, SERVICE, Person, Stuck, Table, account

NEIGHBOUR, CHECKER, HEAD = "孙玉兰", "周敏", "吴刚"
BENEFIT, DAY_OF_LIST = "高龄津贴", 10
CARD, NEW_CARD = "6200000000000054", "6200000000000062"
EXPECT = {"list": "人次 2", "changes": "新增 2 人", "bank": "到账 1 人次，退回 1"}


def show(base: str, home: Path) -> bool:
    """Time is advanced to the day of the list; False when a step did not give what it should."""
    print("\n第一个月的钱 / the first month's money")
    neighbour, daughter, table = Person(base), Person(base), Table()
    clerks = month.Clerks(Person(base), CHECKER, Person(base), HEAD)
    try:
        table.step("替自己申请，当场批了", NEIGHBOUR, lambda: _apply(neighbour, home), APPROVED)
        table.step(f"时间拨到下月 {DAY_OF_LIST} 日", "演示", lambda: month.to_the_day_of_the_list(DAY_OF_LIST))
        table.step("登录，动态验证码", CHECKER, lambda: _sign_in(clerks.checker, home, CHECKER), "每月名册")
        table.step("登录，动态验证码", HEAD, lambda: _sign_in(clerks.head, home, HEAD), "每月名册")
        month.run_list(table, clerks, BENEFIT, EXPECT)
        table.step("钱到了", NEIGHBOUR, lambda: month.last_payment(neighbour), "到账了")
        table.step("母亲的卡销户了", DAUGHTER, lambda: _came_back(daughter, home), "钱退回来了")
        table.step("换一个账户", DAUGHTER, lambda: month.another_account(daughter, MOTHER, NEW_CARD), "账户换好了")
    except Stuck as stuck:
        print(f"\n{stuck}", file=sys.stderr, flush=True)
        return False
    return True


def _sign_in(clerk: Person, home: Path, name: str) -> str:
    return month.sign_in(clerk, home, name, "/desk/benefits/lists")


def _apply(person: Person, home: Path) -> str:
    month.sign_in(person, home, NEIGHBOUR, f"/services/{SERVICE}/apply")
    phone = account(home, NEIGHBOUR)[0]
    bank = {"pay_to": "bank", "account_name": NEIGHBOUR, "account": CARD}
    for answers in ({}, {"for_whom": "self"}, bank, {"phone": phone}, {}):
        person.send(answers)
    return month.until(person, lambda: person.sentence() if person.sentence().startswith(APPROVED) else "")


def _came_back(person: Person, home: Path) -> str:
    month.sign_in(person, home, DAUGHTER, "/mine/")
    return month.came_back(person)
