"""The minimum living allowance of four as the demo tells it: in Chromium on a phone without script."""

import contextlib
import importlib.util
import re
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from urllib.parse import urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser, Locator, Page, Response

import homes
import kept
from browser import PHONE, chromium, overflowing, page_at
from departments import DEMO, made_city
from served import Served, served_city, wait_for

sys.path.append(str(DEMO))
import browsing
import household_journey
import journey

pytestmark = [pytest.mark.browser, pytest.mark.server]


def _demo_offices() -> ModuleType:
    """demo/offices.py, whose name the tests' own offices.py has taken."""
    spec = importlib.util.spec_from_file_location("demo_offices", DEMO / "offices.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with served_city(folder) as running, contextlib.ExitStack() as stack:
        offices = _demo_offices()
        city = offices.City(running.home, 0)
        kept.copy(made_city(), city.folder)
        text = (DEMO / "connections.yaml").read_text("utf-8")
        for usual, now in offices.open_all(city, stack).items():
            text = text.replace(f"address: {usual}", f"address: {now}")
        loaded = folder / "connections"
        loaded.mkdir()
        (loaded / "connections.yaml").write_text(text, "utf-8")
        homes.run(running.environ, "load", str(loaded))
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Seer(browsing.Person):
    """Somebody of the demo at a real browser, who looks at every page met."""

    def __init__(self, base: str, page: Page) -> None:
        super().__init__(base)
        self.base, self.sheet = base, page
        self.found: list[str] = []

    def open(self, address: str) -> str:
        return self._met(self.sheet.goto(urljoin(self.base, address)))

    def follow(self, words: str) -> str:
        links = self.tree.xpath("//main//a[contains(normalize-space(.), $words)]/@href", words=words)
        if not links:
            raise browsing.Lost(f"{words}: {self.address} {self.heading()}")
        return self.open(urljoin(self.sheet.url, str(links[0])))

    def press(self, words: str, answers: Mapping[str, str] | None = None, **files: tuple[str, bytes]) -> str:
        button = self.sheet.locator("form button", has_text=words).first
        if not button.count():
            raise browsing.Lost(f"{words}: {self.address} {self.heading()} {self.errors()}")
        form = self.sheet.locator("form").filter(has=self.sheet.locator("button", has_text=words)).first
        for name, said in (answers or {}).items():
            self._answer(form, name, said)
        for name, (called, content) in files.items():
            photo = {"name": called, "mimeType": "image/jpeg", "buffer": content}
            form.locator(f"input[name='{name}']").set_input_files(photo)  # type: ignore[arg-type]
        with self.sheet.expect_navigation() as gone:
            button.click()
        return self._met(gone.value)

    def _answer(self, form: Locator, name: str, said: str) -> None:
        box = form.locator(f"[name='{name}']").first
        kind = box.get_attribute("type")
        if kind == "radio":
            value = self._value(self._form_of(name), name, said)
            form.locator(f"input[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            box.check()
        elif box.evaluate("e => e.tagName") == "SELECT":
            box.select_option(self._value(self._form_of(name), name, said))
        else:
            box.fill(said)

    def _form_of(self, name: str) -> html.FormElement:
        return self.tree.xpath("//form[.//*[@name=$name]]", name=name)[0]

    def _met(self, answer: Response | None) -> str:
        text = self.sheet.content()
        self.tree = html.fromstring(text)
        self.found += [f"{self.address} {self.heading()}: {what}" for what in overflowing(self.sheet)]
        if answer and answer.status >= 400:
            raise browsing.Lost(f"{answer.status} {self.address}: {self.errors() or self.heading()}")
        return text

    @property
    def address(self) -> str:
        return re.sub(r"^https?://[^/]+|[?#].*$", "", self.sheet.url)


class Seen(household_journey.Household):
    """The demo's household, whose county reads in a browser how many answers there are."""

    def wait_for_answers(self) -> str:
        clerk = self.person(household_journey.CHECKER, f"/desk/cases/{self.number}")

        def all_there() -> str:
            clerk.open(clerk.address)
            words = "".join(clerk.says("//h2[@id='ev']"))
            found = re.search(r"(\d+) 项里 (\d+) 项", words)
            return words if found and found[1] == found[2] else ""

        wait_for(all_there, 120)
        return all_there()


def test_a_household_of_four(browser: Browser, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in served.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(household_journey, "PATIENCE_SECONDS", 120)
    everyone: list[Seer] = []
    with contextlib.ExitStack() as stack:

        def person(base: str) -> Seer:
            page = stack.enter_context(page_at(browser, PHONE, scripts=False))
            everyone.append(Seer(base, page))
            return everyone[-1]

        monkeypatch.setattr(household_journey, "Person", person)
        four, table = Seen(served.base, served.home), journey.Table()
        household_journey._apply(four, table)
        household_journey._check(four, table)
        household_journey._decide(four, table)
        assert [finding for one in everyone for finding in one.found] == []
