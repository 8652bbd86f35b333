"""Applicants and clerks of a torture run: each keeps a receipt for whatever was acknowledged over HTTP."""

import http
import json
import random
import re
import threading
from dataclasses import dataclass, field
from typing import ClassVar

import home
import people
from torture_lines import Visitor

CLERKS = ("周敏", "吴刚")
OPINION = "户籍里查不到这个人，请带户口本到窗口核对。"


@dataclass(slots=True)
class Applicant:
    """Applies for one old person after the other, some of whom no department knows, and rates what is closed."""

    visitor: Visitor
    dice: random.Random
    pause: float
    mine: list[str] = field(default_factory=list)

    def live(self) -> None:
        """Act until the run ends."""
        while not self.visitor.run.ending.wait(self.dice.uniform(0, self.pause)):
            if self.mine and self.dice.random() < 0.4:
                self._rate(self.mine.pop(0))
            else:
                self._apply()

    def _apply(self) -> None:
        name, number = self.visitor.run.next_elder()
        if self.dice.random() < 0.3:
            name = "查无此人"  # the register finds nobody of this name under the number
        whom = {"for_whom": "other", "for_whom.name": name, "for_whom.id_number": number}
        answers = {**people.ANSWERS, **whom}
        status, given = self.visitor.send(people.PATH, {"service": home.SERVICE, "answers": answers})
        if status == http.HTTPStatus.CREATED:
            self.visitor.run.note("apply", given["case"])
            self.mine.append(given["case"])
        else:
            self.visitor.run.broken.append(f"apply: {status} {given}")

    def _rate(self, number: str) -> None:
        status, text = self.visitor.ask("GET", f"/api/v1/cases/{number}")
        if status != http.HTTPStatus.OK:
            self.visitor.run.broken.append(f"read {number}: {status} {text[:200]}")
        elif json.loads(text)["state"] != "closed":
            self.mine.append(number)
        else:
            self._judge(number)

    def _judge(self, number: str) -> None:
        grade = self.dice.randint(1, 5)
        status, given = self.visitor.send(f"/api/v1/cases/{number}/rating", {"grade": grade, "comment": "好"})
        if status == http.HTTPStatus.CREATED:
            self.visitor.run.note("rate", number, grade=grade)
        else:
            self.visitor.run.broken.append(f"rate {number}: {status} {given}")


@dataclass(slots=True)
class Clerk:
    """Decides what the rules could not, on the desk, on the evidence the page shows, and lets the month's money go.

    Two clerks meet on one case; a list needs both of them.
    """

    visitor: Visitor
    pause: float
    at_money: ClassVar[threading.Lock] = threading.Lock()

    def live(self) -> None:
        """Look at queue and lists until the run ends."""
        while not self.visitor.run.ending.wait(self.pause):
            status, text = self.visitor.ask("GET", "/api/v1/cases?limit=50")
            if status == http.HTTPStatus.OK:
                waiting = [case["number"] for case in json.loads(text)["items"] if case["state"] == "with_person"]
                for number in waiting[:3]:
                    self._decide(number)
            else:
                self.visitor.run.broken.append(f"queue: {status} {text[:200]}")
            self._pay()

    def _decide(self, number: str) -> None:
        _, page = self.visitor.ask("GET", f"/desk/cases/{number}")
        seen = re.search(r'name="(_?evidence)" value="([0-9a-f]{64})"', page)  # without `_` in older versions
        if seen is None:
            return  # a colleague decided it a moment ago
        form = {"outcome": "refuse", "opinion": OPINION, seen[1]: seen[2]}
        if self._press(f"/desk/cases/{number}/decision", form):
            self.visitor.run.note("decide", number, outcome="refuse")

    def _pay(self) -> None:
        """Let every list go that waits for it: one checks, the other confirms. Where people came on the roll after it
        was drawn up, it is drawn up again, and checked by the same clerk: whoever did either does not confirm, and
        with each of two clerks having done one nobody could. So only one of them is at it."""
        _, page = self.visitor.ask("GET", "/desk/benefits/lists")
        for address in sorted(set(re.findall(r'href="(/desk/benefits/lists/\w+)"', page))):
            with self.at_money:
                while self._let_go(address) is False and self._press(f"{address}/redraft", {}):
                    pass

    def _let_go(self, address: str) -> bool | None:
        """Check or confirm one list; None where there is nothing to press, False where it was refused."""
        _, page = self.visitor.ask("GET", address)
        button = re.search(rf'action="{address}/(check|confirm)".*?name="(_?content)" value="([^"]+)"', page, re.DOTALL)
        if button is None:
            return None
        is_taken = self._press(f"{address}/{button[1]}", {button[2]: button[3]})
        if is_taken:
            self.visitor.run.note(button[1], address.rpartition("/")[2])
        return is_taken

    def _press(self, address: str, form: dict[str, str]) -> bool:
        """Send a form; whether it was taken. Conflict: a colleague was there first, or the try without an answer."""
        status, text = self.visitor.post(address, form)
        if status not in (http.HTTPStatus.FOUND, http.HTTPStatus.CONFLICT):
            self.visitor.run.broken.append(f"{address}: {status} {text[:200]}")
        return status == http.HTTPStatus.FOUND
