"""The desk in a real browser: axe finds nothing, nothing sticks out, a case is decided without script."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from desk_world import OPINION
from playwright.sync_api import Browser, Page

import actors
import servers
from browser import PHONE, WIDE, axe_findings, chromium, go, overflowing, page_at
from sign_in import code

pytestmark = [pytest.mark.browser, pytest.mark.server]
_PREPARE = """
import sys, django
django.setup()
sys.path[:0] = ["tests", "tests/channels"]
import prepare_desk
prepare_desk.main(sys.argv[1])
"""


@dataclass(frozen=True)
class Desk:
    """A running server, its pages, and a clerk's session."""

    base: str
    pages: dict[str, str]
    session: Any


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """For looking: a test that changes something opens a desk of its own."""
    with opened(browser, tmp_path_factory.mktemp("desk")) as found:
        yield found


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator[Desk]:
    home, pages = servers.filled("desk", _PREPARE, folder)
    with servers.serving({"ZHENGTONG_HOME": str(home)}) as base:
        yield Desk(base, pages, signed_in(browser, base))


def signed_in(browser: Browser, base: str) -> Any:
    """The cookies of a clerk who has signed in with password and code."""
    with page_at(browser) as page:
        page.goto(f"{base}/account/login?next=/desk/")
        page.fill("#f-login", "zhoumin")
        page.fill("#f-password", actors.PASSWORD)
        go(page, "main button")
        page.fill("#f-code", code())
        go(page, "main button")
        # two open cases, and the bad rating of a closed one
        assert page.inner_text("h1") == "待办 3 件"
        return page.context.storage_state()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_pages_are_clean(browser: Browser, desk: Desk, width: int, language: str) -> None:
    with page_at(browser, width, bypass_csp=True, storage_state=desk.session) as page:
        page.goto(f"{desk.base}/desk/?lang={language}")
        found = _found(page)
        for path in ("/desk/?q=000", "/desk/cases", *desk.pages.values()):
            page.goto(desk.base + path)
            found += _found(page)
        page.goto(desk.base + desk.pages["waiting"])
        go(page, ".deal button")  # with every problem shown
        assert page.locator(".errors").is_visible()
        found += _found(page)
        assert found == []


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases", "/desk/?q=李"])
def test_the_search_stands_clear_of_what_is_above_it_on_a_phone(browser: Browser, desk: Desk, path: str) -> None:
    with page_at(browser, PHONE, storage_state=desk.session) as page:
        page.goto(desk.base + path)
        box, above = (page.locator(f".head>{each}").last.bounding_box() for each in (".search", ":not(.search)"))
        assert box and above
        assert box["y"] - (above["y"] + above["height"]) >= 8


def _found(page: Page) -> list[str]:
    return [f"{page.url}: {each}" for each in [*axe_findings(page), *overflowing(page)]]


def test_a_case_is_decided_without_script(browser: Browser, tmp_path: Path) -> None:
    with (
        opened(browser, tmp_path) as desk,
        page_at(browser, WIDE, scripts=False, storage_state=desk.session) as page,
        page_at(browser, PHONE, scripts=False, storage_state=desk.session) as second,
    ):
        address = desk.base + desk.pages["waiting"]
        second.goto(address)
        page.goto(address)
        _fill(page, "refuse", OPINION)
        assert page.url == address
        assert "写决定书" in page.inner_text("main")
        _fill(second, "refuse", "我也看过了，理由和同事不一样。")
        assert "救助科经办 周敏已经定了：不批。" in second.inner_text("main")


def _fill(page: Page, outcome: str, opinion: str) -> None:
    page.check(f'input[value="{outcome}"]')
    page.fill("#f-opinion", opinion)
    go(page, ".deal button")
