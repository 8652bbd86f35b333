"""Real Chromium for tests: pages at a phone's and a desk's width, axe, overflow, weight. Used by all browser tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, sync_playwright

WIDE, PHONE, NARROW = 1280, 360, 320
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Where it is missing the test fails: `make test` installs it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_at(browser: Browser, width: int = WIDE, *, scripts: bool = True, **options: Any) -> Iterator[Page]:
    """A page of a fresh, cookieless visitor. `options` go to `new_context` (storage_state, extra_http_headers …)."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN", **options
    )
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def go(page: Page, selector: str) -> None:
    """Press what leads to a page, and return when it has come: a click alone may return with half a page at hand."""
    with page.expect_navigation():
        page.click(selector)


def axe_findings(page: Page) -> list[str]:
    """What axe-core holds against the page: rule, help and the first places; empty when nothing."""
    violations = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']} {[node['target'] for node in v['nodes'][:3]]}" for v in violations]


def overflowing(page: Page) -> list[str]:
    """Elements that stick out to the right of the window; empty when the page does not scroll sideways.

    What stands in a box that scrolls by itself, and what is moved out of sight on purpose, does not count.
    """
    found: list[str] = page.evaluate(
        """() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) { return []; }
        return Array.from(document.body.querySelectorAll("*"))
          .filter(e => e.getBoundingClientRect().right > width + 1)
          .map(e => e.tagName + "." + (e.getAttribute("class") || "") + " " + e.textContent.trim().slice(0, 30))
          .slice(0, 8).concat("page is " + document.documentElement.scrollWidth + " of " + width + " px");
    }"""
    )
    return found


@dataclass(frozen=True, slots=True)
class Weight:
    """What one visit cost: requests, bytes on the wire (bodies, compressed), and the addresses asked for."""

    requests: int
    bytes: int
    addresses: tuple[str, ...]


def weigh(browser: Browser, address: str) -> Weight:
    """Open a page with an empty cache and count what it loads."""
    answers: list[Response] = []
    with page_at(browser) as page:
        page.on("response", lambda answer: answers.append(answer))
        page.goto(address, wait_until="networkidle")
        sizes = [answer.request.sizes()["responseBodySize"] for answer in answers]
    return Weight(len(answers), sum(sizes), tuple(answer.url for answer in answers))


def broken_links(page: Page) -> list[str]:
    """Links of the page to this site that do not lead to a page, and to places on it that do not exist."""
    targets: list[str] = page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href]')).map(a => a.getAttribute('href'))"
    )
    missing: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll('a[href^="#"]')).map(a => a.getAttribute('href'))
        .filter(h => h.length < 2 || !document.getElementById(h.slice(1)))"""
    )
    paths = sorted({target for target in targets if target.startswith(("/", "?"))})
    base = page.url.split("?")[0]
    origin = "/".join(base.split("/")[:3])
    asked = ((path, base + path if path.startswith("?") else origin + path) for path in paths)
    return missing + [path for path, address in asked if page.request.get(address).status >= 400]
