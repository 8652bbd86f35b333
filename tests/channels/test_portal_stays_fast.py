"""`zhengtong serve` while a department hangs: who presses 开始填 waits a little, and nobody else does."""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from served import Served, served_city
from zhengtong.kernel import clock

pytestmark = pytest.mark.server
PEOPLE = ("李敏", "赵德福", "孙玉兰")
APPLY = "/services/old-age-allowance/apply"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Served]:
    with served_city(tmp_path) as served:
        yield served


def browser(city: Served, name: str) -> httpx.Client:
    login, password = city.account(name)
    client = httpx.Client(base_url=city.base, timeout=60)
    page = client.get("/account/login").text
    client.post("/account/login", data={"csrfmiddlewaretoken": secret(page), "login": login, "password": password})
    return client


def secret(page: str) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert found is not None
    return found[1]


def begin(client: httpx.Client, token: str) -> tuple[int, float]:
    """Press 开始填: status and seconds."""
    since = clock.monotonic()
    answer = client.post(APPLY, data={"csrfmiddlewaretoken": token})
    return answer.status_code, clock.monotonic() - since


def slowest(base: str, while_waiting: list["Future[tuple[int, float]]"]) -> float:
    """The longest anybody else waited for a page meanwhile."""
    worst = 0.0
    while not all(one.done() for one in while_waiting):
        since = clock.monotonic()
        assert httpx.get(f"{base}/healthz", timeout=60).status_code == 200
        worst = max(worst, clock.monotonic() - since)
    return worst


def test_a_hung_department_keeps_nobody_from_the_pages(city: Served) -> None:
    browsers = [browser(city, name) for name in PEOPLE]
    tokens = [secret(client.get(APPLY).text) for client in browsers]
    city.register.behave("hang", seconds=30)
    with ThreadPoolExecutor(len(browsers)) as pool:
        pressed = [pool.submit(begin, *each) for each in zip(browsers, tokens, strict=True)]
        worst = slowest(city.base, pressed)
    assert [one.result()[0] for one in pressed] == [302, 302, 302]
    longest = max(one.result()[1] for one in pressed)
    assert longest >= 3  # PREFILL_SECONDS: somebody did wait for the department
    assert worst < longest / 2
