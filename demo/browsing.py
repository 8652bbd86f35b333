"""One person at a browser without script: opens pages, reads them, fills forms in, presses buttons by their words."""

import base64
import hmac
import io
import re
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import httpx
from lxml import html
from PIL import Image

STEP_SECONDS, DIGITS = 30, 6


class Lost(Exception):
    """A page has not got what somebody looked for on it."""


class Person:
    """One browser: keeps cookies, sends forms as they stand on the page, follows where it is sent."""

    def __init__(self, base: str, line: httpx.BaseTransport | None = None) -> None:
        self.client = httpx.Client(base_url=base, transport=line, follow_redirects=True, timeout=30)
        self.page = httpx.Response(200)
        self.tree = html.fromstring("<html></html>")

    @classmethod
    def of(cls, client: httpx.Client, address: str) -> "Person":
        """The same browser, at one of its pages."""
        person = cls(str(client.base_url))
        person.client = client
        person.open(address)
        return person

    def open(self, address: str) -> str:
        return self._at(self.client.get(address))

    def follow(self, words: str) -> str:
        """Press the first link that says so."""
        links = self.tree.xpath("//main//a[contains(normalize-space(.), $words)]", words=words)
        if not links:
            raise Lost(f"没有“{words}”：{self.address} {self.heading()}")
        return self.open(urljoin(str(self.page.url), links[0].get("href")))

    def follow_to(self, part: str) -> str:
        """Press the first link that leads to an address with this in it."""
        links = self.tree.xpath("//main//a[contains(@href, $part)]/@href", part=part)
        if not links:
            raise Lost(f"没有去“{part}”的链接：{self.address} {self.heading()}")
        return self.open(urljoin(str(self.page.url), str(links[0])))

    def press(self, words: str, answers: Mapping[str, str] | None = None, **files: tuple[str, bytes]) -> str:
        """Send the form whose button says so, with what stands in it and `answers` by the names of their boxes."""
        buttons = self.tree.xpath("//form//button[contains(normalize-space(.), $words)]", words=words)
        if not buttons:
            raise Lost(f"没有按钮“{words}”：{self.address} {self.heading()} {self.errors()}")
        form = next(buttons[0].iterancestors("form"))
        data = self._stands(form, answers or {})
        if buttons[0].get("name"):
            data[buttons[0].get("name")] = [buttons[0].get("value", "")]
        where = urljoin(str(self.page.url), buttons[0].get("formaction") or form.get("action") or "")
        if form.method == "GET":
            return self._at(self.client.get(where, params=data))
        return self._at(self.client.post(where, data=data, files=files or None))

    def _stands(self, form: html.FormElement, answers: Mapping[str, str]) -> dict[str, list[str]]:
        data: dict[str, list[str]] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for name, value in answers.items():
            data[name] = [self._value(form, name, value)]
        return data

    def _value(self, form: html.FormElement, name: str, said: str) -> str:
        """What is sent for an answer: the value of the choice whose label begins so, else the words themselves."""
        for box in form.xpath(".//input[@name=$name and @type='radio']", name=name):
            label = form.xpath(".//label[@for=$id]", id=box.get("id"))
            if label and plain(label[0]).startswith(said):
                return str(box.get("value"))
        for option in form.xpath(".//select[@name=$name]/option", name=name):
            if plain(option).startswith(said):
                return str(option.get("value"))
        return said

    def _at(self, page: httpx.Response) -> str:
        self.page = page
        if "html" in page.headers.get("content-type", ""):
            self.tree = html.fromstring(page.text)
        if page.is_error:
            raise Lost(f"{page.status_code} {self.address}：{self.errors() or self.heading()}")
        return page.text

    @property
    def address(self) -> str:
        return self.page.url.path

    def heading(self) -> str:
        """What stands on top of the page."""
        return next((plain(one) for one in self.tree.xpath("//main//h1")), "")

    def says(self, path: str) -> list[str]:
        """The words of every element an XPath finds."""
        return [plain(one) for one in self.tree.xpath(path)]

    def option(self, name: str, words: str) -> str:
        """The value of an option of a list whose words hold these."""
        found = self.tree.xpath("//select[@name=$name]/option[contains(., $words)]/@value", name=name, words=words)
        if not found:
            raise Lost(f"选不到{words}：{self.address}")
        return str(found[0])

    def sentence(self) -> str:
        """The sentence that says whom we wait for."""
        found = self.says("//div[contains(@class, 'wait')]/p")
        return found[0] if found else self.heading()

    def errors(self) -> str:
        return "；".join(self.says("//main//span[@class='err']"))

    def waits_for(self, words: str, seconds: float = 30) -> str:
        """Look at the page again and again until the sentence says so; what it says in the end."""
        until = time.monotonic() + seconds
        while words not in self.sentence() and time.monotonic() < until:
            time.sleep(0.1)
            self.open(self.address)
        return self.sentence()


def plain(element: html.HtmlElement) -> str:
    """The words of an element."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def picture(shade: int = 120) -> bytes:
    """A photograph, as a phone would send it."""
    into = io.BytesIO()
    Image.new("RGB", (800, 600), (shade, 130, 110)).save(into, "JPEG")
    return into.getvalue()


def account(home: Path, name: str) -> tuple[str, str, str]:
    """Login, password and the second factor's secret (empty without one) of a demo account."""
    for line in (home / "demo-accounts.txt").read_text("utf-8").splitlines():
        parts = [*line.split("\t"), "", ""]
        if parts[0] == name:
            return parts[2], parts[3], parts[4]
    raise SystemExit(f"demo-accounts.txt: {name}?")


def sign_in(person: Person, home: Path, name: str, to: str) -> str:
    """Sign in as people do, with the authenticator's code where there is one."""
    login, password, secret = account(home, name)
    person.open(f"/account/login?next={to}")
    person.press("登录", {"login": login, "password": password})
    if secret:
        person.press("登录", {"code": totp(secret)})
    return person.heading()


def totp(secret: str) -> str:
    """What an authenticator shows now (RFC 6238): six digits of an HMAC over the half minute."""
    counter = int(time.time() // STEP_SECONDS).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"
