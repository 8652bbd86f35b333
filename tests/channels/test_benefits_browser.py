"""Benefits in a real browser: axe finds nothing, nothing sticks out, an account and a list are done without script."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import actors
import servers
from browser import PHONE, WIDE, axe_findings, chromium, go, overflowing, page_at
from sign_in import code
from zhengtong.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.server]
NOW = datetime(2027, 1, 12, 10, 0, tzinfo=clock.CHINA)
_PREPARE = """
import sys, django
django.setup()
sys.path[:0] = ["tests", "tests/channels", "tests/delivery"]
import prepare_benefits
prepare_benefits.main(sys.argv[1])
"""


@dataclass(frozen=True)
class Site:
    """A running server on 12 January 2027, its pages, and the sessions of a person and two clerks."""

    base: str
    pages: dict[str, str]
    person: Any
    clerk: Any
    head: Any


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """For looking: a test that changes something opens a site of its own."""
    with opened(browser, tmp_path_factory.mktemp("benefits")) as found:
        yield found


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator[Site]:
    home, pages = servers.filled("benefits", _PREPARE, folder)
    stand_at(home, NOW)
    with servers.serving({"ZHENGTONG_HOME": str(home)}) as base:
        person = signed_in(browser, base, "19900000028", "/mine/")
        clerk, head = (signed_in(browser, base, login, "/desk/") for login in ("zhoumin", "wugang"))
        yield Site(base, pages, person, clerk, head)


def stand_at(home: Path, when: datetime) -> None:
    """Make it a demo home whose legal time is `when`."""
    (home / "demo.json").write_text("{}")
    offset = (when - datetime.now(UTC)).total_seconds()
    (home / "clock.json").write_text(json.dumps({"offset_seconds": offset}))


def signed_in(browser: Browser, base: str, login: str, to: str) -> Any:
    """The cookies of somebody who has signed in with password and code."""
    with page_at(browser) as page:
        page.goto(f"{base}/account/login?next={to}")
        page.fill("#f-login", login)
        page.fill("#f-password", actors.PASSWORD)
        go(page, "main button")
        page.fill("#f-code", code())
        go(page, "main button")
        assert page.url == base + to
        return page.context.storage_state()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_pages_are_clean(browser: Browser, site: Site, width: int, language: str) -> None:
    found: list[str] = []
    for session, names in (
        (site.person, ("mine", "account")),
        (site.head, ("roll", "lists", "settled", "drafted", "person")),
    ):
        with page_at(browser, width, bypass_csp=True, storage_state=session) as page:
            for name in names:
                page.goto(f"{site.base}{site.pages[name]}?lang={language}")
                found += _found(page)
    assert found == []


def _found(page: Page) -> list[str]:
    return [f"{page.url}: {each}" for each in [*axe_findings(page), *overflowing(page)]]


def test_one_clerk_sees_what_changed_and_another_confirms(browser: Browser, tmp_path: Path) -> None:
    """January: 孙秀英 is new, 王桂兰 has more, 孙玉兰 is stopped; 李敏's card was closed."""
    with (
        opened(browser, tmp_path) as site,
        page_at(browser, WIDE, scripts=False, storage_state=site.clerk) as page,
        page_at(browser, WIDE, scripts=False, storage_state=site.head) as other,
    ):
        page.goto(site.base + site.pages["drafted"])
        shown = _words(page)
        for words in ("新增 1 人", "增发 1 人", "不再列入 2 人", "户口迁到外地，次月停发", "账户退回过，等他换账户"):
            assert words in shown
        go(page, "text=核对过了")
        assert "等确认" in _words(page)
        assert "您经手过这份名册，请另一位同事确认。" in _words(page)
        assert page.query_selector("text=确认，交银行") is None
        other.goto(site.base + site.pages["drafted"])
        assert "周敏核对" in _words(other)
        go(other, "text=确认，交银行")
        assert "等交银行" in _words(other)
        other.goto(site.base + site.pages["settled"])
        assert "有不是我们发的明细，一笔也没有入账。请银行重发。" in _words(other)


def test_a_person_gives_another_account_without_script(browser: Browser, tmp_path: Path) -> None:
    with (
        opened(browser, tmp_path) as site,
        page_at(browser, PHONE, scripts=False, storage_state=site.person) as page,
    ):
        page.goto(site.base + "/mine/")
        go(page, "text=高龄津贴，李敏")
        assert "钱退回来了：卡销户了。换一个账户，2月25日（星期四）前一起补给您。" in _words(page)
        go(page, "main .btn")
        page.fill("#f-account_name", "李敏")
        page.fill("#f-account", "6200 0000")
        go(page, "main button")
        assert "卡号是 12 到 19 位数字，您写了 8 位" in _words(page)
        page.goto(site.base + site.pages["account"])  # what was typed was kept, right or wrong
        assert page.input_value("#f-account") == "6200 0000"
        page.fill("#f-account", "6200 0000 0000 0047")
        go(page, "main button")
        assert "6200000000000047" in _words(page)
        go(page, "main button")
        assert "账户换好了。" in _words(page)
        assert "**** 0047" in _words(page)


def _words(page: Page) -> str:
    return "".join(page.inner_text("main").split("\n")).replace("\xa0", "").replace("\t", "")
