"""The living page in real Chromium: it is the test bed of every component."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from browser import NARROW, PHONE, WIDE, axe_findings, broken_links, chromium, go, overflowing, page_at, weigh
from servers import serving
from zhengtong.channels.ui.assets import static

pytestmark = [pytest.mark.browser, pytest.mark.server]
SITE = {
    "region": {"zh": "某市", "en": "A city"},
    "hall": {"zh": "某路 1 号", "en": "1 Some Road"},
    "hours": {"zh": "周一至周五 8:30—17:30。", "en": "Monday to Friday, 8:30 to 17:30."},
    "hotline": "12345",
    "managed_by": {"zh": "某市人民政府主办。", "en": "Run by the people's government of A city."},
}
READERS = {
    "chinese": {},
    "english": {"zt_lang": "en"},
    "elder": {"zt_mode": "elder"},
    "english-elder": {"zt_lang": "en", "zt_mode": "elder"},
}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serving(files={"site.yaml": json.dumps(SITE), "demo.json": "{}"}) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def read_as(page: Page, base: str, reader: str, path: str = "/design") -> None:
    """Open a page as someone who chose language and print size before."""
    page.context.add_cookies([{"name": n, "value": v, "url": base} for n, v in READERS[reader].items()])
    page.goto(base + path)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing(browser: Browser, base: str, reader: str, width: int) -> None:
    with page_at(browser, width, bypass_csp=True) as page:
        read_as(page, base, reader)
        assert axe_findings(page) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("width", [PHONE, NARROW])
def test_nothing_sticks_out(browser: Browser, base: str, reader: str, width: int) -> None:
    with page_at(browser, width) as page:
        read_as(page, base, reader)
        assert overflowing(page) == []


def test_nothing_sticks_out_at_double_size(browser: Browser, base: str) -> None:
    # 200 % zoom of a 1280 px window is a window of 640 CSS pixels with two device pixels each.
    with page_at(browser, WIDE // 2, device_scale_factor=2) as page:
        page.goto(f"{base}/design")
        assert overflowing(page) == []


def test_overflow_is_seen(browser: Browser) -> None:
    with page_at(browser, NARROW) as page:
        page.set_content("<p style='width:900px'>wide</p>")
        assert overflowing(page)


def test_axe_is_awake(browser: Browser) -> None:
    with page_at(browser) as page:
        page.set_content("<html lang='en'><title>t</title><main><h1>h</h1><img src='x.png'></main></html>")
        assert any(finding.startswith("image-alt") for finding in axe_findings(page))


def test_a_page_is_light(browser: Browser, base: str) -> None:
    weight = weigh(browser, f"{base}/design")
    assert weight.requests <= 5, weight
    assert weight.bytes <= 60_000, weight


def test_no_link_leads_nowhere(browser: Browser, base: str) -> None:
    with page_at(browser) as page:
        page.goto(f"{base}/design")
        assert broken_links(page) == []


def test_the_policy_blocks_nothing_of_ours(browser: Browser, base: str) -> None:
    said: list[str] = []
    with page_at(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{base}/design", wait_until="networkidle")
    assert said == []


def test_language_and_print_size_without_script(browser: Browser, base: str) -> None:
    with page_at(browser, scripts=False) as page:
        page.goto(f"{base}/design?page=2")
        go(page, "text=大字版 >> nth=0")
        assert page.get_attribute("html", "data-mode") == "elder"
        assert page.url == f"{base}/design?page=2"
        go(page, "text=English >> nth=0")
        assert page.get_attribute("html", "lang") == "en"
        assert page.get_attribute("html", "data-mode") == "elder"
        go(page, "text=Normal print >> nth=0")
        assert page.get_attribute("html", "data-mode") is None


def test_the_whole_row_of_a_choice_is_the_target(browser: Browser, base: str) -> None:
    with page_at(browser, PHONE) as page:
        page.goto(f"{base}/design")
        row = page.locator("label[for=f-pay-2]")
        box = row.bounding_box()
        assert box is not None and box["height"] >= 44
        row.click(position={"x": box["width"] - 5, "y": 5})
        assert page.is_checked("#f-pay-2")


def test_the_ring_takes_in_the_row_of_a_choice(browser: Browser, base: str) -> None:
    with page_at(browser) as page:
        page.goto(f"{base}/design")
        page.focus("#f-pay-1")
        page.keyboard.press("ArrowDown")
        style = page.evaluate("getComputedStyle(document.querySelector('label[for=f-pay-2]')).outlineStyle")
        assert style == "solid"


def test_pages_for_what_cannot_be_shown(browser: Browser, base: str) -> None:
    with page_at(browser, PHONE, bypass_csp=True) as page:
        answer = page.goto(f"{base}/nothing-here")
        assert answer is not None and answer.status == 404
        assert page.inner_text("h1") == "这里没有这一页。"
        assert axe_findings(page) == []
        assert overflowing(page) == []


AUTOSAVE = """<form data-autosave action="/design"><input name="a" id="a"><input type="file" name="f"></form>
<p data-saved="{time} 已存"></p>"""


def test_a_form_saves_itself_and_says_when(browser: Browser, base: str) -> None:
    with page_at(browser) as page:
        page.route("**/form", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=AUTOSAVE))
        page.route("**/design", lambda route: route.fulfill(status=204))
        page.goto(f"{base}/form")
        page.add_script_tag(url=base + static("ui.js"))
        with page.expect_request("**/design") as sent:
            page.type("#a", "王")
        assert sent.value.method == "POST"
        assert sent.value.headers["x-autosave"] == "1"
        page.wait_for_function("document.querySelector('[data-saved]').textContent.endsWith('已存')")


WAITING = """<!doctype html><title>等</title><svg class="vh"></svg><main id="main"><div data-watch>
<div class="wait"><p>正在核对</p></div></div></main>"""
DONE = """<!doctype html><title>好</title><svg class="vh"></svg><main id="main"><div>
<div class="wait"><p>批下来了</p></div>
<a href="/x">下载</a></div></main>"""


def test_a_waiting_page_looks_again_by_itself_and_says_so(browser: Browser, base: str) -> None:
    with page_at(browser) as page:
        bodies = [WAITING, WAITING, DONE]
        asked: list[str] = []

        def answer(route: Route) -> None:
            asked.append(route.request.url)
            body = bodies[min(len(asked), len(bodies)) - 1]
            route.fulfill(content_type="text/html; charset=utf-8", body=body)

        page.route("**/waiting", answer)
        page.goto(f"{base}/waiting")
        page.add_script_tag(url=base + static("ui.js"))
        page.wait_for_selector("text=下载")
        assert page.inner_text("p[role=status]") == "批下来了"
        assert page.title() == "好"
        page.wait_for_timeout(2500)
        assert len(asked) == 3, "it stops when there is nothing to wait for"
