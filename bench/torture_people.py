"""The people of a torture run: each acts over HTTP as a browser does and keeps a receipt for whatever was acknowledged.

Who got no answer asks again under the same key until there is one. An answer 5xx is no answer, and a fault unless the
database or the disk was being tortured. Some answers are lost on the way back, as on a bad line: the platform has done
what it was asked, and is asked again.
"""

import http.client
import json
import os
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import home
import people
from torture_world import World, browsing

CLERKS = ("周敏", "吴刚")
OPINION = "户籍里查不到这个人，请带户口本到窗口核对。"
_ANSWER_SECONDS, _PATIENCE_SECONDS = 30, 400.0
_LONGEST_PAUSE_SECONDS = 3.0
_TOKEN = secrets.token_hex(16)
_SERVER_FAULT = 500
_LOST = -1  # the answer of a request that was served, on its way back
KEY = "Idempotency-Key"


class Answer(NamedTuple):
    """When a request was answered, and how long that took, in seconds."""

    at: float
    took: float


@dataclass(slots=True)
class Run:
    """What everybody shares: the world, receipts on the disk, and how often it went wrong: `faults` were answered 5xx,
    `unreached` not at all, those left out whose answer we lost ourselves."""

    world: World
    receipts: Path
    elders: Iterator[tuple[str, str]]
    line: random.Random
    lost_answers: float
    repeated: int = 0
    faults: int = 0
    unreached: int = 0
    answers: list[Answer] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answered(self) -> int:
        """How many requests got an answer."""
        return len(self.answers)

    def note(self, act: str, number: str, **more: Any) -> None:
        """Keep a receipt as a person does: it survives whatever is killed."""
        receipt = {"act": act, "number": number, "at": round(time.monotonic(), 3), **more}
        with self.lock, self.receipts.open("a", encoding="utf-8") as file:
            file.write(json.dumps(receipt) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def next_elder(self) -> tuple[str, str]:
        """Name and number of the next who is old enough."""
        with self.lock:
            return next(self.elders)

    def loses_answer(self) -> bool:
        """Whether the next answer is lost on its way back."""
        with self.lock:
            return self.line.random() < self.lost_answers

    def told(self) -> list[dict[str, Any]]:
        """All receipts."""
        return [json.loads(line) for line in self.receipts.read_text(encoding="utf-8").splitlines()]


@dataclass(slots=True)
class Visitor:
    """A browser that is signed in."""

    run: Run
    cookies: str

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request, sent again until it is answered; status and text."""
        headers = {"Cookie": self.cookies, "X-CSRFToken": _TOKEN, **headers}
        until, pause = time.monotonic() + _PATIENCE_SECONDS, 0.1
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                status, text = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):  # not there, or killed before it had answered
                status, text = 0, ""
            self.run.faults += status >= _SERVER_FAULT
            self.run.unreached += status == 0
            if 0 < status < _SERVER_FAULT or (status > 0 and not self.run.world.is_excused(began)):
                now = time.monotonic()
                self.run.answers.append(Answer(now, now - began))
                return status, text
            self.run.repeated += 1
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        self.run.broken.append(f"{method} {path}: no answer")
        return 0, ""

    def _once(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """One try. An answer to what carries a key may be lost; a form has none, and is not sent blindly again."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.run.world.port, timeout=_ANSWER_SECONDS)) as to:
            to.request(method, path, body.encode(), headers)
            answer = to.getresponse()
            text = answer.read().decode()
        return (_LOST if KEY in headers and self.run.loses_answer() else answer.status), text

    def send(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A POST of JSON under a key of its own."""
        key = {"Content-Type": "application/json", KEY: secrets.token_hex(16)}
        status, text = self.ask("POST", path, json.dumps(body), **key)
        return status, json.loads(text) if text.startswith("{") else {}


def sign_in(run: Run, name: str) -> str:
    """Cookies of somebody who signed in on the page, staff with the second factor."""
    browser = browsing.Person(f"http://127.0.0.1:{run.world.port}")
    browsing.sign_in(browser, run.world.folder, name, "/account/")
    with closing(browser.client):
        return f"sessionid={browser.client.cookies['sessionid']}; csrftoken={_TOKEN}"


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
        seen = re.search(r'name="evidence" value="([0-9a-f]{64})"', page)
        if seen is None:
            return  # a colleague decided it a moment ago
        form = {"outcome": "refuse", "opinion": OPINION, "evidence": seen[1]}
        if self._press(f"/desk/cases/{number}/decision", form):
            self.visitor.run.note("decide", number, outcome="refuse")

    def _pay(self) -> None:
        """Let every list go that waits for it: one checks, the other confirms. Where people came on the roll after it
        was drawn up, it is drawn up again, and checked by the same clerk: whoever did either does not confirm."""
        _, page = self.visitor.ask("GET", "/desk/benefits/lists")
        for address in sorted(set(re.findall(r'href="(/desk/benefits/lists/\w+)"', page))):
            if self._let_go(address) is False and self._press(f"{address}/redraft", {}):
                self._let_go(address)

    def _let_go(self, address: str) -> bool | None:
        """Check or confirm one list; None where there is nothing to press, False where it was refused."""
        _, page = self.visitor.ask("GET", address)
        button = re.search(rf'action="{address}/(check|confirm)".*?name="content" value="([^"]+)"', page, re.DOTALL)
        if button is None:
            return None
        is_taken = self._press(f"{address}/{button[1]}", {"content": button[2]})
        if is_taken:
            self.visitor.run.note(button[1], address.rpartition("/")[2])
        return is_taken

    def _press(self, address: str, form: dict[str, str]) -> bool:
        """Send a form; whether it was taken. Conflict: a colleague was there first, or the try without an answer."""
        typed = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**form, "csrfmiddlewaretoken": _TOKEN})
        status, text = self.visitor.ask("POST", address, body, **typed)
        if status not in (http.HTTPStatus.FOUND, http.HTTPStatus.CONFLICT):
            self.visitor.run.broken.append(f"{address}: {status} {text[:200]}")
        return status == http.HTTPStatus.FOUND
