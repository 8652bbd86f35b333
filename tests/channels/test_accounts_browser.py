"""Account pages in a real browser: axe finds nothing, nothing sticks out, they work without script."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import actors
import servers
from browser import NARROW, WIDE, axe_findings, chromium, go, overflowing, page_at

pytestmark = [pytest.mark.browser, pytest.mark.server]
_PREPARE = """
import sys, django
django.setup()
sys.path.insert(0, "tests")
import actors
actors.resident("李敏", actors.LI_MIN, "19900000028")
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("accounts")
    environ = {**os.environ, **servers._environ(str(home))}
    servers.migrate(environ)
    subprocess.run([sys.executable, "-c", _PREPARE], env=environ, check=True, cwd=Path(__file__).parents[2])
    with servers.serving({"ZHENGTONG_HOME": str(home)}) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("path", ["/account/signup", "/account/login"])
def test_the_summary_of_what_is_wrong_takes_the_focus_without_script(browser: Browser, base: str, path: str) -> None:
    with page_at(browser, NARROW, scripts=False) as page:
        page.goto(base + path)
        assert not page.title().startswith("要改：")
        go(page, "main button")
        assert page.title().startswith("要改：")
        page.locator(".errors:focus").wait_for()  # autofocus comes with the first painting
        page.keyboard.press("Tab")
        assert page.locator(".errors a:focus").count() == 1


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/account/login")
    page.fill("#f-login", "19900000028")
    page.fill("#f-password", actors.PASSWORD)
    go(page, "main button")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_are_clean(browser: Browser, base: str, width: int, language: str) -> None:
    with page_at(browser, width, bypass_csp=True) as page:
        page.goto(f"{base}/account/signup?lang={language}")
        go(page, "main button")  # with every problem shown
        checked = [_found(page)]
        sign_in(page, base)
        assert page.url == f"{base}/mine/"
        for path in ("/account/", "/account/password", "/account/code/on", "/account/logout"):
            page.goto(base + path)
            checked.append(_found(page))
        assert checked == [[]] * 5


def _found(page: Page) -> list[str]:
    return [*axe_findings(page), *overflowing(page)]


def test_signing_in_and_out_needs_no_script(browser: Browser, base: str) -> None:
    with page_at(browser, WIDE, scripts=False) as page:
        sign_in(page, base)
        assert page.inner_text("h1") == "我的"
        page.goto(f"{base}/account/logout")
        go(page, "main button")
        page.goto(f"{base}/account/")
        assert page.url.startswith(f"{base}/account/login")
