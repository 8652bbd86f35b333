"""The milk-tea shop through all roles: over HTTP as the demo tells it, and in Chromium, on a phone without script."""

import sys
import time
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page
from test_journey_browser import Eyes, sign_in

import homes
import shop as milk_tea
from browser import PHONE, WIDE, chromium, go, page_at
from departments import DEMO, Department, made_city
from served import Served, served_city, wait_for
from sign_in import code

sys.path.append(str(DEMO))
import browsing
import shop_journey

pytestmark = [pytest.mark.browser, pytest.mark.server]
NEXT, ON = "main form button.btn", "form[data-autosave] button.btn"
DONE = "main form button:has-text('办完这一步')"
START = f"/services/{milk_tea.SERVICE}/apply"
MARKET = "http://127.0.0.1:9105"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    market = Department("market_register", folder, made_city() / "businesses.json", path="").start()
    try:
        with served_city(folder) as running:
            loaded = folder / "connections"
            loaded.mkdir()
            text = (DEMO / "connections.yaml").read_text("utf-8").replace(MARKET, market.address)
            text = text.replace("http://127.0.0.1:9101/hukou/query", running.register.address)
            (loaded / "connections.yaml").write_text(text, "utf-8")
            homes.run(running.environ, "load", str(loaded))
            yield running
    finally:
        market.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_the_demo_tells_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in served.environ.items():
        monkeypatch.setenv(name, value)
    assert shop_journey.show(served.base, served.home)


def period() -> int:
    return int(time.time()) // shop_journey.TOTP_SECONDS


def clerk(page: Page, served: Served, name: str) -> None:
    """A member of staff signs in with the second factor."""
    page.goto(f"{served.base}/account/login?next=/desk/")
    sign_in(page, served, name)
    page.fill("#f-code", code(shop_journey._secret(served.home, name)))
    go(page, NEXT)


def step(eyes: Eyes, served: Served, number: str, name: str, outcome: str, partner: Eyes | None = None) -> None:
    """The clerk opens the step of this case and chooses what came of it; what a partner must have seen is confirmed."""
    page = eyes.page
    eyes.open(f"{served.base}/desk/cases/{number}", f"desk, case, {name}")
    eyes.press(f"main a[href*='/steps/{name}/']", f"desk, {name}")
    if name == "inspect":
        for item in milk_tea.ITEMS:
            page.check(f"input[name='{item}'][value='pass']")
        if outcome == "mend":
            page.check("input[name='separate_sinks'][value='fail']")
            page.check(f"input[name='outcome'][value='{outcome}']")
            eyes.press(DONE, "desk, inspect, with errors")
            page.fill("#f-separate_sinks_mend", shop_journey.WHAT)
    page.check(f"input[name='outcome'][value='{outcome}']")
    if partner:
        confirmed(eyes, partner, served)
    eyes.press(DONE, f"desk, {name}, done")


def confirmed(eyes: Eyes, partner: Eyes, served: Served) -> None:
    """What is written is photographed, and the colleague who was there says that it is so."""
    page = eyes.page
    photo = {"name": "shop.jpg", "mimeType": "image/jpeg", "buffer": browsing.picture()}
    page.set_input_files("input[name='photo_file']", photo)  # type: ignore[arg-type]
    eyes.press("main form button:has-text('传照片')", "desk, inspect, photographed")
    found = page.locator(f"select[name='companion'] option:has-text('{shop_journey.PARTNER}')")
    page.select_option("select[name='companion']", found.get_attribute("value"))
    eyes.press("main form button:has-text('请他确认')", "desk, inspect, partner asked")
    partner.open(f"{served.base}/desk/", "desk, queue of the partner")
    partner.press("main a[href*='/together']", "desk, together")
    partner.press("main form button:has-text('属实')", "desk, together, confirmed")


def choose(eyes: Eyes, served: Served, number: str, what: str = "") -> date:
    """The owner chooses the first time that is free."""
    page, case = eyes.page, f"{served.base}/cases/{number}/"
    wait_for(lambda: page.goto(case) and page.locator("main a.btn[href*='/steps/choose_']").count())
    eyes.look(f"case, to choose{', to mend' if what else ''}")
    eyes.press("main a.btn[href*='/steps/choose_']", f"choose{', to mend' if what else ''}")
    assert what in page.inner_text("main")
    first = page.locator("input[name='slot']").first
    slot = first.get_attribute("value") or ""
    first.check()
    eyes.press(NEXT, "case, visit booked")
    assert "换个时间" in page.inner_text("main")
    return date.fromisoformat(slot.partition("T")[0])


def come(served: Served, day: date) -> None:
    today = date.fromisoformat(homes.run(served.environ, "clock", "show").split("：")[1][:10])
    homes.run(served.environ, "clock", "advance", f"{(day - today).days}d")


def apply(eyes: Eyes, served: Served) -> str:
    page = eyes.page
    eyes.open(f"{served.base}/account/login?next={START}", "sign in")
    sign_in(page, served, milk_tea.OWNER[0])
    go(page, NEXT)
    wait_for(lambda: page.locator("#f-address").count())
    assert "小满奶茶店" in page.inner_text("main")
    page.fill("#f-address", milk_tea.ADDRESS)
    eyes.press(ON, "sells")
    page.check("input[value='drinks']")
    eyes.press(ON, "seats")
    page.check("input[value='take_away']")
    eyes.press(ON, "self-check")
    for item in milk_tea.ITEMS:
        page.check(f"input[name='check_{item}'][value='ready']")
    page.check("input[name='check_separate_sinks'][value='not_yet']")
    eyes.press(ON, "contact")
    page.fill("#f-phone", milk_tea.OWNER[2])
    eyes.press(ON, "check")
    eyes.press("main form button.btn:has-text('交申请')", "sent")
    return page.url.split("/cases/")[1].split("/")[0]


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (WIDE, True)], ids=["phone-no-script", "wide"])
def test_all_roles(browser: Browser, served: Served, width: int, scripts: bool) -> None:
    with (
        page_at(browser, width, scripts=scripts, bypass_csp=True) as owner_page,
        page_at(browser, width, scripts=scripts, bypass_csp=True) as counter_page,
        page_at(browser, width, scripts=scripts, bypass_csp=True) as inspector_page,
        page_at(browser, width, scripts=scripts, bypass_csp=True) as partner_page,
        page_at(browser, width, scripts=scripts, bypass_csp=True) as head_page,
    ):
        owner, counter, inspector, partner, head = (
            Eyes(page, width, scripts=scripts)
            for page in (owner_page, counter_page, inspector_page, partner_page, head_page)
        )
        began = period()  # whoever signed in for the test before has used up the digits of this half minute
        wait_for(lambda: period() > began, 40)
        clerk(counter_page, served, "邓倩")
        clerk(inspector_page, served, "魏刚")
        clerk(partner_page, served, shop_journey.PARTNER)
        clerk(head_page, served, "贺敏")
        number = apply(owner, served)
        step(counter, served, number, "accept", "accept")
        day = choose(owner, served, number)
        owner.press("main a:has-text('换个时间')", "visit, another time")
        go(owner_page, "text=不换了")
        inspector.open(f"{served.base}/desk/visits", "desk, visits")
        assert milk_tea.ADDRESS in inspector_page.inner_text("main")
        come(served, day)
        step(inspector, served, number, "inspect", "mend", partner)
        day = choose(owner, served, number, shop_journey.WHAT)
        come(served, day)
        step(inspector, served, number, "inspect", "pass", partner)
        step(head, served, number, "decide", "approve")
        wait_for(
            lambda: owner_page.goto(f"{served.base}/cases/{number}/") and "批下来了" in owner_page.inner_text("main")
        )
        owner.look("case, licensed")
        assert [*owner.found, *counter.found, *inspector.found, *partner.found, *head.found] == []
