"""A household of four filled in on a phone, without script and with it: one thing a page, changed, taken out, sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from test_journey_browser import Eyes, sign_in

import homes
from browser import PHONE, WIDE, chromium, go, page_at
from departments import REPOSITORY
from served import Served, served_city, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.server]
NEXT = "form[data-autosave] button.btn"
ON = "main form button.btn:has-text('下一步')"
START = "/services/winter-heating/apply"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_city(tmp_path_factory.mktemp("city")) as served:
        services = REPOSITORY / "tests/services"
        homes.run(served.environ, "load", str(services))
        homes.run(served.environ, "services", "load", str(services / "civil-affairs/winter-heating"))
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def add(eyes: Eyes, relation: str, name: str, number: str) -> None:
    """Relation first, then who it is."""
    page = eyes.page
    go(page, "main a:has-text('一位家里人')")
    page.click(f"label:has-text('{relation}')")
    go(page, NEXT)
    page.fill("#f-name", name)
    page.fill("[id='f-id_number']", number)
    go(page, NEXT)


def people(eyes: Eyes) -> None:
    page = eyes.page
    eyes.look("people, oneself alone")
    assert "王桂兰（母亲）" in page.inner_text("main")
    eyes.press("main button:has-text('加上王桂兰')", "relation of somebody known")
    assert page.locator("#f-name").count() == 0
    page.click("label:has-text('租房子的人')")
    eyes.press(NEXT, "people, two")
    assert "房租写在收入里" in page.inner_text("main")
    eyes.press("main a:has-text('再加')", "relation")
    eyes.press(NEXT, "relation, with errors")
    assert page.locator(".errors a").count() == 1
    page.click("label:has-text('丈夫或妻子')")
    eyes.press(NEXT, "who")
    page.fill("#f-name", "刘芳")
    page.fill("[id='f-id_number']", "990101198607300025")
    eyes.press(NEXT, "who, with errors")
    assert page.input_value("#f-name") == "刘芳"
    page.fill("[id='f-id_number']", "990101198607300024")
    eyes.press(NEXT, "winter")
    page.click("label:has-text('不是')")
    eyes.press(NEXT, "reach")
    page.fill("#f-phone", "19900000024")
    eyes.press(NEXT, "people, three")
    add(eyes, "儿子或女儿", "王小雨", "99010120150909003X")
    add(eyes, "儿子或女儿", "王磊", "99010120010401005X")
    eyes.look("home of one's own")
    page.click("label:has-text('是')")
    eyes.press(NEXT, "people, five")
    assert "独立成家的儿子不算，他给的钱要写上。" in page.inner_text("main")


def take_out(eyes: Eyes) -> None:
    page = eyes.page
    eyes.press("li:has-text('王桂兰') a:has-text('去掉')", "take out")
    eyes.press("main form a:has-text('留着')", "people, all kept")
    go(page, "li:has-text('王桂兰') a:has-text('去掉')")
    eyes.press("main form button:has-text('去掉')", "people, four")
    assert page.locator("main .people li").count() == 4
    eyes.press(ON, "money, nothing yet")


def money(eyes: Eyes) -> None:
    page = eyes.page
    assert page.locator("main button:has-text('没有，下一步')").count() == 1
    eyes.press("main a:has-text('一笔钱')", "whose")
    page.click("label:has-text('刘芳')")
    eyes.press(NEXT, "from what")
    page.click("label:has-text('家里人给的')")
    eyes.press(NEXT, "how often")
    page.click("label:has-text('每一季')")
    eyes.press(NEXT, "how many times")
    page.fill("#f-times", "4")
    eyes.press(NEXT, "how much")
    page.fill("#f-amount", "600")
    eyes.press(NEXT, "money, one amount")
    assert "2,400 元" in page.inner_text("main .sum")
    eyes.press(ON, "check")
    assert "户口本上还有王桂兰，您没有写。" in page.inner_text("main")


def send(eyes: Eyes) -> str:
    page = eyes.page
    assert page.locator("main h2").all_inner_texts()[:-1] == [
        "李敏",
        "刘芳",
        "王小雨",
        "王磊",
        "刘芳：家里人给的",
    ]
    go(page, "main form button:has-text('交申请')")
    page.wait_for_url("**/cases/**")
    return page.url.split("?")[0]


def is_told_of_whom(page: Page, address: str) -> bool:
    page.goto(address)
    return "还差李敏、刘芳的" in page.inner_text(".wait")


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (PHONE, True), (WIDE, True)])
def test_a_household_of_four(browser: Browser, city: Served, width: int, scripts: bool) -> None:
    with page_at(browser, width, scripts=scripts, bypass_csp=True) as page:
        eyes = Eyes(page, width, scripts=scripts)
        page.goto(city.base + START)
        sign_in(page, city)
        go(page, "main form button.btn")
        people(eyes)
        take_out(eyes)
        money(eyes)
        address = send(eyes)
        wait_for(lambda: is_told_of_whom(page, address))
        eyes.look("case, waiting for the bank")
        eyes.open(f"{city.base}/mine/evidence", "what was found about me")
    assert eyes.found == []
    assert len(eyes.seen) >= 25
