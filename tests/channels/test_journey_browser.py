"""The whole journey in real Chromium, from the front page's search to the rated case and the verified certificate.

At a desk's and a phone's width, every page met is looked at: axe, overflow at this width, at 320 px and at 200 % zoom.
Once without script. And weights, language, large print, a browser that is closed in the middle.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import homes
from browser import NARROW, PHONE, WIDE, axe_findings, chromium, go, overflowing, page_at, weigh
from served import Served, served_city, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.server]
ASKED, GUIDE = "我妈八十了能领钱吗", "/services/old-age-allowance/"
MOTHER_LAST_FOUR = "0046"
NEXT = "form[data-autosave] button.btn"
RATE = "main form button:has-text('交评价')"  # asked only once the case is closed, a step after the certificate


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_city(tmp_path_factory.mktemp("city")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Eyes:
    """Looks at every page met and keeps what is wrong with it."""

    def __init__(self, page: Page, width: int, *, scripts: bool = True) -> None:
        self.page, self.width, self.scripts = page, width, scripts
        self.found: list[str] = []
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        if not self.scripts:
            self.seen.append(name)
            return
        wrong = axe_findings(self.page) + overflowing(self.page)
        for width in (NARROW, WIDE // 2):  # a 1280 px window at 200 % is 640 px wide
            self.page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"at {width} px: {what}" for what in overflowing(self.page)]
        self.page.set_viewport_size({"width": self.width, "height": 900})
        self.found += [f"{name}: {what}" for what in wrong]
        self.seen.append(name)

    def open(self, address: str, name: str) -> None:
        self.page.goto(address)
        self.look(name)

    def press(self, selector: str, name: str) -> None:
        go(self.page, selector)
        self.look(name)


def sign_in(page: Page, city: Served, name: str = "李敏") -> None:
    login, password = city.account(name)
    page.fill("#f-login", login)
    page.fill("#f-password", password)
    go(page, "main form button.btn")


def find_the_service(eyes: Eyes, city: Served) -> None:
    page = eyes.page
    eyes.open(city.base + "/", "home")
    page.fill("#q", "养老鼠")
    eyes.press(".search button", "search, nothing found")
    page.goto(city.base + "/")
    page.fill("#q", ASKED)
    eyes.press(".search button", "search, found")
    eyes.press(f"main a[href='{GUIDE}']", "guide")
    for path in ("services/", "help", "account/signup"):
        eyes.open(f"{city.base}/{path}", path)
    page.goto(city.base + GUIDE)
    eyes.press(f"main a[href='{GUIDE}apply']", "sign in")
    sign_in(page, city)
    eyes.look("start")


def fill_in(eyes: Eyes) -> None:
    page = eyes.page
    eyes.press("main form button.btn", "whom")
    eyes.press(NEXT, "whom, with errors")
    assert page.locator(".err").count() > 0
    page.click("text=王桂兰")
    eyes.press(NEXT, "money")
    page.click("label:has-text('银行账户')")
    eyes.press(NEXT, "money, more questions")
    page.click("label:has-text('社保卡')")
    eyes.press(NEXT, "contact")
    page.fill("#f-phone", "12")
    eyes.press(NEXT, "contact, with errors")
    page.fill("#f-phone", "19900000028")
    eyes.press(NEXT, "check")


def send(eyes: Eyes) -> str:
    """Send; the address of the case, whose result has come."""
    page = eyes.page
    go(page, "main form button:has-text('交申请')")
    page.wait_for_url("**/cases/**")
    eyes.look("case, just sent")
    address = page.url.split("?")[0]
    wait_for(lambda: _is_closed(page, address))
    eyes.look("case, approved")
    assert "120 元" in page.inner_text("main")
    return address


def _is_closed(page: Page, address: str) -> bool:
    page.goto(address)
    return page.locator("a[href$='licence.pdf']").count() > 0 and page.locator(RATE).count() > 0


def judge(eyes: Eyes) -> None:
    page = eyes.page
    eyes.press(RATE, "case, rating with errors")
    page.click(".grades label >> nth=0")
    eyes.press(RATE, "case, rated")
    assert "您评的是“非常满意”" in page.inner_text("main")


def verify(eyes: Eyes, city: Served, address: str, folder: Path) -> None:
    page = eyes.page
    certificate = folder / "licence.pdf"
    certificate.write_bytes(page.request.get(address + "licence.pdf").body())
    homes.run(city.environ, "licence", "verify", str(certificate))  # fails unless it says 0
    assert "Signature is Valid." in pdfsig(certificate)
    eyes.open(f"{city.base}/verify/", "verify")
    page.fill("#f-code", "A" * 26)
    eyes.press("main form button.btn", "verified, unknown")
    code = printed_code(certificate)
    page.goto(f"{city.base}/verify/")
    page.fill("#f-code", f"{code[:13].lower()}-{code[13:]}")
    eyes.press("main form button.btn", "verified")
    assert page.inner_text("h1") == "这份证明是真的"
    assert "王桂兰" not in page.inner_text("main")
    page.fill("#f-last_four", "9999")
    eyes.press("main form button.btn", "verified, wrong digits")
    page.fill("#f-last_four", MOTHER_LAST_FOUR)
    eyes.press("main form button.btn", "verified, by its holder")
    assert "王桂兰" in page.inner_text("main")


def pdfsig(certificate: Path) -> str:
    """What poppler says of the seal."""
    tool = shutil.which("pdfsig")
    if tool is None:
        pytest.fail("pdfsig is not installed (apt-get install poppler-utils)")
    done = subprocess.run([tool, "-nocert", str(certificate)], capture_output=True, text=True, check=False)
    return done.stdout


def printed_code(certificate: Path) -> str:
    """The 26 characters, from the address that the certificate's link leads to."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    with certificate.open("rb") as file:
        pages = PdfFileReader(file).root["/Pages"]["/Kids"]
        links = [str(a.get_object().get("/A", {}).get("/URI", "")) for a in pages[0].get("/Annots", [])]
    return next(link.rsplit("/", 1)[1] for link in links if "/verify/" in link)


def my_pages(eyes: Eyes, city: Served) -> None:
    eyes.open(f"{city.base}/mine/", "mine")
    eyes.press("main a[href^='/mine/letters/'] >> nth=0", "letter")
    eyes.open(f"{city.base}/mine/looks", "looks")
    eyes.open(f"{city.base}{GUIDE}apply", "start again")
    go(eyes.page, "main form button.btn")
    eyes.open(f"{city.base}{GUIDE}apply", "start, with a draft")
    eyes.press("a[href$='/discard']", "discard")
    eyes.press("main form button.btn", "mine, without a draft")
    eyes.open(f"{city.base}/cases/nothing/", "no such case")
    eyes.open(f"{city.base}/log", "log")
    assert eyes.page.locator("main .answers").count() == 1  # with its long fingerprints, not the empty page


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_from_the_question_to_the_certificate(
    browser: Browser, city: Served, tmp_path: Path, width: int, scripts: bool
) -> None:
    with page_at(browser, width, scripts=scripts, bypass_csp=True) as page:
        eyes = Eyes(page, width, scripts=scripts)
        find_the_service(eyes, city)
        fill_in(eyes)
        address = send(eyes)
        judge(eyes)
        verify(eyes, city, address, tmp_path)
        my_pages(eyes, city)
    assert eyes.found == []
    assert len(eyes.seen) >= 28


def test_a_case_that_waits_for_a_department(browser: Browser, city: Served) -> None:
    with page_at(browser, PHONE, bypass_csp=True) as page:
        eyes = Eyes(page, PHONE)
        page.goto(f"{city.base}{GUIDE}apply")
        sign_in(page, city, "赵德福")
        go(page, "main form button.btn")
        page.click("label:has-text('我自己')")
        go(page, NEXT)
        page.click("label:has-text('社保卡')")
        go(page, NEXT)
        page.fill("#f-phone", "19900000079")
        go(page, NEXT)
        city.register.kill()
        go(page, "main form button:has-text('交申请')")
        page.wait_for_url("**/cases/**")
        address = page.url.split("?")[0]
        wait_for(lambda: page.goto(address) and "公安局现在连不上" in page.inner_text("main"))
        eyes.look("case, department down")
        city.register.start()
        wait_for(lambda: page.goto(address) and "没批" in page.inner_text("main"), 90)
        eyes.look("case, refused")
    assert eyes.found == []


def test_a_draft_survives_a_closed_browser(browser: Browser, city: Served) -> None:
    with page_at(browser) as page:
        page.goto(f"{city.base}{GUIDE}apply")
        sign_in(page, city, "孙玉兰")
        go(page, "main form button.btn")
        page.click("label:has-text('我自己')")
        go(page, NEXT)
        page.wait_for_url("**/money")
        with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
            page.click("label:has-text('社保卡')")
    with page_at(browser, PHONE) as page:  # another browser, which knows nothing
        page.goto(f"{city.base}{GUIDE}apply")
        sign_in(page, city, "孙玉兰")
        assert "您上次填到一半，都还在。" in page.inner_text("main")
        go(page, "main form button.btn")
        page.wait_for_url("**/contact")  # both answers are there


@pytest.mark.parametrize(
    "path", ["/", "/services/", "/search?q=老人补贴", "/help", GUIDE, "/verify/", "/account/login"]
)
def test_pages_are_light(browser: Browser, city: Served, path: str) -> None:
    weight = weigh(browser, city.base + path)
    assert weight.requests <= 5, weight
    assert weight.bytes <= 60_000, weight


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_english_and_large_print(browser: Browser, city: Served, width: int) -> None:
    with page_at(browser, width, bypass_csp=True) as page:
        cookies = {"zt_lang": "en", "zt_mode": "elder"}
        page.context.add_cookies([{"name": n, "value": v, "url": city.base} for n, v in cookies.items()])
        eyes = Eyes(page, width)
        for path in ("/", "/services/", GUIDE, "/help", "/verify/", "/verify/" + "A" * 26, f"{GUIDE}apply"):
            eyes.open(city.base + path, path)
        assert page.get_attribute("html", "lang") == "en"
        sign_in(page, city)
        for path in (f"{GUIDE}apply", "/log", "/mine/", "/mine/looks"):
            eyes.open(city.base + path, path)
        eyes.press("main a[href^='/mine/'] >> nth=0", "a page of mine")
    assert eyes.found == []
