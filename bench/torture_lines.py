"""How the people of a torture run reach the platform, and what all of them share.

Who got no answer asks again. An answer 5xx is no answer, and a fault unless the database or the disk was being
tortured. Some answers are lost on the way back, as on a bad line: the platform has done what it was asked, and is asked
again.
"""

import http.client
import json
import os
import random
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from torture_world import World, browsing

PATIENCE_SECONDS = 400.0
KEY = "Idempotency-Key"
SIGN_IN = "/account/login"
_ANSWER_SECONDS = 30
_LONGEST_PAUSE_SECONDS = 3.0
_NEXT_CODE_SECONDS = 31.0  # a code of an authenticator is taken once
_LOST = -1  # the answer of a request that was served, on its way back
_TOKEN = secrets.token_hex(16)


class Unanswered(Exception):
    """A form was sent and no answer came: whether it was taken is seen by looking again."""


class SignedOut(Exception):
    """The platform asks to sign in anew."""


class Answer(NamedTuple):
    """When a request was answered, and how long that took, in seconds."""

    at: float
    took: float


@dataclass(slots=True)
class Run:
    """What everybody shares: the world, receipts on the disk, and how often it went wrong: `faults` were answered 5xx,
    `unreached` not at all, those left out whose answer we lost ourselves; `signed_out` are sessions that did not hold.
    """

    world: World
    receipts: Path
    elders: Iterator[tuple[str, str]]
    line: random.Random
    lost_answers: float
    repeated: int = 0
    faults: int = 0
    unreached: int = 0
    signed_out: int = 0
    answers: list[Answer] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def answered(self) -> int:
        """How many requests got an answer."""
        return len(self.answers)

    def answer(self, began: float) -> None:
        """Note that what was asked at a moment is answered now."""
        now = time.monotonic()
        self.answers.append(Answer(now, now - began))

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


class _Line(httpx.BaseTransport):
    """The way from a browser to wherever the platform listens now."""

    def __init__(self, run: Run) -> None:
        self._run, self._through = run, httpx.HTTPTransport(verify=False)  # no certificates are read for each

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """What is only looked at is asked for until it is answered; of a form one never knows: Unanswered."""
        until, pause = time.monotonic() + PATIENCE_SECONDS, 0.1
        while time.monotonic() < until:
            answer = self._once(request)
            if answer is not None:
                return answer
            self._run.repeated += 1
            time.sleep(pause)
            if request.method != "GET":
                raise Unanswered
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        raise Unanswered

    def _once(self, request: httpx.Request) -> httpx.Response | None:
        began = time.monotonic()
        request.url = request.url.copy_with(host="127.0.0.1", port=self._run.world.port)
        request.headers["Host"] = request.url.netloc.decode()
        try:
            answer = self._through.handle_request(request)
            answer.read()
        except httpx.TransportError:  # not there, or killed before it had answered
            self._run.unreached += 1
            return None
        self._run.faults += answer.is_server_error
        if answer.is_server_error and self._run.world.is_excused(began):
            return None
        if request.method == "POST" and self._run.loses_answer():
            return None
        self._run.answer(began)
        return answer


class Browser(browsing.Person):
    """A browser of somebody of a run, who reads pages and presses buttons."""

    def __init__(self, run: Run) -> None:
        super().__init__("http://127.0.0.1", _Line(run))


@dataclass(slots=True)
class Account:
    """An account, which several browsers may use; whoever finds it signed out signs in for all of them."""

    run: Run
    name: str
    session: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cookies(self) -> str:
        return f"sessionid={self.session}; csrftoken={_TOKEN}"

    def renew(self, stale: str = "") -> None:
        """Sign in, unless somebody has since `stale` was the session. Staff show a code of their authenticator, which
        is good only while both clocks agree."""
        with self.lock:
            until = time.monotonic() + PATIENCE_SECONDS
            self.run.signed_out += bool(stale) and self.session == stale
            while self.session == stale and time.monotonic() < until:
                self.run.world.wait_for_right_clock()
                self.session = self._signed_in() or stale
            if self.session == stale:
                self.run.broken.append(f"{self.name}: cannot sign in")

    def _signed_in(self) -> str:
        """The new session; empty when it did not come to that."""
        browser = Browser(self.run)
        try:
            browsing.sign_in(browser, self.run.world.folder, self.name, "/account/")
            browser.open("/api/v1/cases?limit=1")
        except Unanswered:
            time.sleep(1)
        except browsing.Lost:
            time.sleep(_NEXT_CODE_SECONDS)
        else:
            return str(browser.client.cookies["sessionid"])
        finally:
            browser.client.close()
        return ""


@dataclass(slots=True)
class Visitor:
    """A program that is signed in: it sends what it sends under a key, again and again until it is answered."""

    run: Run
    account: Account

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One request, sent again until it is answered; status and text."""
        until, pause = time.monotonic() + PATIENCE_SECONDS, 0.1
        while time.monotonic() < until:
            began, session = time.monotonic(), self.account.session
            own = {"Cookie": self.account.cookies, "X-CSRFToken": _TOKEN, **headers}
            try:
                status, text = self._once(method, path, body, own)
            except SignedOut:
                self.account.renew(session)
                continue
            except (OSError, http.client.HTTPException):  # not there, or killed before it had answered
                status, text = 0, ""
            self.run.faults += status >= HTTPStatus.INTERNAL_SERVER_ERROR
            self.run.unreached += status == 0
            if 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR or (status > 0 and not self.run.world.is_excused(began)):
                self.run.answer(began)
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
        if KEY in headers and self.run.loses_answer():
            return _LOST, text
        if _asks_to_sign_in(answer, text):
            raise SignedOut
        return answer.status, text

    def send(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A POST of JSON under a key of its own."""
        key = {"Content-Type": "application/json", KEY: secrets.token_hex(16)}
        status, text = self.ask("POST", path, json.dumps(body), **key)
        return status, json.loads(text) if text.startswith("{") else {}

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """A form as a page sends it."""
        body = httpx.QueryParams({**form, "csrfmiddlewaretoken": _TOKEN})
        return self.ask("POST", path, str(body), **{"Content-Type": "application/x-www-form-urlencoded"})


def _asks_to_sign_in(answer: http.client.HTTPResponse, text: str) -> bool:
    """By the status of the interface, by sending to the page, or by the page that gives back what staff wrote."""
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return True
    if answer.status == HTTPStatus.FOUND:
        return (answer.getheader("Location") or "").startswith(SIGN_IN)
    return answer.status == HTTPStatus.FORBIDDEN and SIGN_IN in text
