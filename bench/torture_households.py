"""Households of a torture run: a draft filled in page by page, sent, and signed by each adult, one of them by a link.

A form that got no answer may have been taken or not: they look at the page again and go on from what it says.
"""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from queue import SimpleQueue
from typing import TypeVar

from torture_lines import PATIENCE_SECONDS, SIGN_IN, Account, Browser, Run, SignedOut, Unanswered
from torture_world import browsing

SERVICE = "minimum-living-allowance"
HOUSEHOLD = "王德明"
TOWNSHIP = "谭小芸"
WIFE, WIFE_NUMBER = "赵秀英", "99010219710308012X"
_ANSWERS = {
    "for_whom": "我自己",
    "relation": "丈夫或妻子",
    "name": WIFE,
    "id_number": WIFE_NUMBER,
    "special": "都没有",
    "away": "不是",
    "car": "不是",
    "second_home": "不是",
    "staff_relative": "不是",
    "account_name": HOUSEHOLD,
    "account": "6200000000000021",
    "phone": "19900000101",
}
_SAVE, _SIGN, _SIGNED = "存下", "我同意，签字", "签好了"
_ACCEPTED = {"kin": "不是", "outcome": "受理"}
_MOST_PAGES = 60
_SIGNS = 0.8  # of the others sign; for whom nobody has signed nobody is asked about
_Told = TypeVar("_Told")


class _NotYet(Exception):
    """A case whose village the register has still to tell is no township's so far."""


@dataclass(slots=True)
class _Someone:
    """Somebody at a browser, until they know."""

    run: Run
    account: Account | None
    browser: Browser = field(init=False)
    _session: str = ""  # as it was taken: being signed out takes the cookie away

    def __post_init__(self) -> None:
        self.browser = Browser(self.run)
        self._take_session()

    def until_told(self, act: Callable[..., _Told], *words: str) -> _Told | None:
        """Try until what was done is known; None and a fault noted where a page was not what it should be."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                return act(*words)
            except Unanswered:
                continue
            except _NotYet:
                time.sleep(1)
            except SignedOut:
                self._sign_in()
            except browsing.Lost as lost:
                if not self.run.world.was_clock_moved(began):
                    self.run.broken.append(f"{self.browser.address}: {lost}")
                    return None
        self.run.broken.append(f"{self.browser.address}: no answer")
        return None

    def open(self, address: str) -> None:
        """Go to a page; SignedOut where one must sign in first."""
        self.browser.open(address)
        self.at_a_page()

    def press(self, words: str, answers: dict[str, str] | None = None) -> None:
        """Press a button; SignedOut where that led to signing in."""
        try:
            self.browser.press(words, answers)
        except browsing.Lost:
            self.at_a_page()
            raise
        self.at_a_page()

    def at_a_page(self) -> None:
        is_left_alone = self.browser.page.status_code == HTTPStatus.FORBIDDEN and SIGN_IN in self.browser.page.text
        if self.browser.address.startswith(SIGN_IN) or is_left_alone:
            raise SignedOut

    def sign_own(self, number: str) -> bool:
        self.open(f"/cases/{number}/sign")
        if not self.browser.heading().startswith(_SIGNED):
            self.press(_SIGN, {"promise": "yes"})
        return self._is_signed()

    def sign_by_link(self, link: str) -> bool:
        self.open(link)
        self.press("看我的授权书", {"name": WIFE, "id_number": WIFE_NUMBER})
        if not self.browser.heading().startswith(_SIGNED):
            self.press(_SIGN, {"promise": "yes"})
        return self._is_signed()

    def _is_signed(self) -> bool:
        if not self.browser.heading().startswith(_SIGNED):
            raise browsing.Lost(f"没有签上：{self.browser.heading()}")
        return True

    def link(self, number: str) -> str:
        self.open(f"/cases/{number}/")
        found = self.browser.tree.xpath("//details[contains(summary, $name)]//a/@href", name=f"发给{WIFE}的链接")
        if not found:
            raise browsing.Lost(f"没有{WIFE}的链接：{self.browser.sentence()}")
        return str(found[0])

    def accept(self, number: str) -> bool:
        """Take the first step of a case and do it; False where the try without an answer had done it."""
        step = f"/desk/cases/{number}/steps/accept/1"
        try:
            self.open(step)
        except browsing.Lost as lost:
            if self.browser.page.status_code == HTTPStatus.NOT_FOUND:
                raise _NotYet from lost
            raise
        if "我来办" in self.browser.says("//main//button"):
            self.press("我来办")
            self.open(step)
        if "办完这一步" not in self.browser.says("//main//button"):
            return False
        self.press("办完这一步", _ACCEPTED)
        return True

    def _sign_in(self) -> None:
        assert self.account is not None
        self.account.renew(self._session)
        self._take_session()

    def _take_session(self) -> None:
        if self.account is not None:
            self._session = self.account.session
            self.browser.client.cookies.clear()
            self.browser.client.cookies.set("sessionid", self._session, domain="127.0.0.1", path="/")


@dataclass(slots=True)
class Household:
    """A couple that applies again and again; browsers of one account take turns, since a person has one draft."""

    run: Run
    account: Account
    turn: threading.Lock
    dice: random.Random
    pause: float
    sent: "SimpleQueue[str]"
    """Numbers of what was sent, for the township; an empty one from whoever sends no more."""

    def live(self) -> None:
        """Act until the run ends."""
        try:
            while not self.run.ending.wait(self.dice.uniform(0, self.pause)):
                self._apply(_Someone(self.run, self.account))
        finally:
            self.sent.put("")

    def _apply(self, he: _Someone) -> None:
        with self.turn:
            number = he.until_told(_Draft(he).send)
        if number is None:
            return
        self.run.note("apply", number, signers=[HOUSEHOLD, WIFE])
        self.sent.put(number)
        if he.until_told(he.sign_own, number):
            self.run.note("sign", number, who=HOUSEHOLD, way="account")
        if self.dice.random() < _SIGNS:
            self._wife_signs(he, number)

    def _wife_signs(self, he: _Someone, number: str) -> None:
        """On a phone of her own, by the link that he has passed on, without an account."""
        link = he.until_told(he.link, number)
        she = _Someone(self.run, None)
        if link and she.until_told(she.sign_by_link, link):
            self.run.note("sign", number, who=WIFE, way="link")


class _Draft:
    """One draft, from its first page to its case number; `send` may be called again wherever it was broken off."""

    def __init__(self, by: _Someone) -> None:
        self._by, self._browser = by, by.browser
        self._check = ""

    def send(self) -> str:
        """Fill in whatever is missing and send; the case number."""
        if not self._check:
            self._begin()
        self._by.open(self._check)
        for _ in range(_MOST_PAGES):
            if found := re.fullmatch(r"/cases/([^/]+)/", self._browser.address):
                return found[1]
            self._fill()
        raise browsing.Lost(f"一直填不完：{self._browser.address}")

    def _begin(self) -> None:
        """Sent again it leads to the same draft: a person has one."""
        self._by.open(f"/services/{SERVICE}/apply")
        self._by.press("填")
        draft = re.match(r"/applications/[^/]+/", self._browser.address)
        if draft is None:
            raise browsing.Lost(f"没有开始填：{self._browser.address}")
        self._check = f"{draft[0]}check"

    def _fill(self) -> None:
        page = self._browser.address.rpartition("/")[2]
        if page == "check" and self._is_wife_left_out():
            self._by.open(self._check.replace("/check", "/household"))  # passed by after a try without an answer
        elif page == "check":
            self._by.press("交申请")
        elif page == "household":
            self._list_wife()
        elif page == "income":
            self._by.press("下一步")
        else:
            asked = {str(box.get("name")) for box in self._browser.tree.xpath("//main//form//input[@type!='hidden']")}
            self._by.press(_SAVE, {name: said for name, said in _ANSWERS.items() if name in asked})

    def _is_wife_left_out(self) -> bool:
        """The page does not name her, or names her as somebody of the booklet who is not listed."""
        left_out = self._browser.tree.xpath("//main//*[starts-with(text(), '户口本上还有')]")
        return WIFE not in self._browser.page.text or any(WIFE in one.text for one in left_out)

    def _list_wife(self) -> None:
        """By the register, or typed where it could not be reached."""
        buttons, links = self._browser.says("//main//button"), self._browser.says("//main//a")
        unfinished = [words for words in links if "接着填" in words]
        if unfinished:
            self._browser.follow(unfinished[0])
        elif any(f"加上{WIFE}" in words for words in buttons):
            self._by.press(f"加上{WIFE}")
        elif any(WIFE in words for words in self._browser.says("//main//ul[contains(@class, 'people')]/li")):
            self._by.press("下一步")
        else:
            self._browser.follow("一位家里人")


@dataclass(slots=True)
class Township:
    """The clerk of the township, who accepts what was sent, so that departments are asked."""

    run: Run
    account: Account
    sent: "SimpleQueue[str]"
    households: int

    def live(self) -> None:
        """Accept one after the other until no household sends any more."""
        clerk, sending = _Someone(self.run, self.account), self.households
        while sending:
            number = self.sent.get()
            if not number:
                sending -= 1
            elif clerk.until_told(clerk.accept, number):
                self.run.note("accept", number)
