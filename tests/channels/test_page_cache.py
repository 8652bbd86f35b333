"""Public pages are kept as bytes: what is kept is what would be rendered, and never a minute too long."""

import gzip
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections
from django.test import RequestFactory
from django.urls import reverse

from zhengtong.channels.portal.page_cache import PageCache
from zhengtong.config.wsgi import edition
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.offer.catalogue import api as catalogue

pytestmark = pytest.mark.django_db
GUIDE = "/services/old-age-allowance/"
Answer = tuple[str, dict[str, str], bytes]


class Wire:
    """Speaks to a WSGI application as a server does, and counts what reaches Django."""

    def __init__(self) -> None:
        self.rendered = 0
        self._django = get_wsgi_application()
        self.cache = PageCache(self._counting, edition)

    def _counting(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.rendered += 1
        return self._django(environ, start_response)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return self._ask(self.cache, path, method, headers)

    def uncached(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return self._ask(self._django, path, method, headers)

    def _ask(self, application: Any, path: str, method: str, headers: dict[str, str]) -> Answer:
        environ = RequestFactory(headers=headers).generic(method, path).environ
        started: list[Any] = []
        body = application(environ, lambda *arguments: started.append(arguments))
        content = b"".join(body)
        getattr(body, "close", lambda: None)()
        return started[-1][0], {name.lower(): value for name, value in started[-1][1]}, content


class Seconds:
    """The monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    held = Seconds()
    monkeypatch.setattr(clock, "monotonic", held)
    return held


@pytest.fixture
def city(tmp_path: Path, repository: Path) -> Path:
    shutil.copytree(repository / "services", tmp_path / "services")
    shutil.copytree(repository / "demo" / "services", tmp_path / "demo" / "services")
    folder = tmp_path / "demo/services/civil-affairs/old-age-allowance"
    publish(folder)
    return folder


@pytest.fixture
def wire(city: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    clock.fix(lambda: datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    signals = (request_started, request_finished)
    for signal in signals:  # as Django's own test client does: the connection belongs to the test
        signal.disconnect(close_old_connections)
    monkeypatch.setattr("zhengtong.config.wsgi.close_old_connections", lambda: None)  # the edition is asked for too
    yield Wire()
    for signal in signals:
        signal.connect(close_old_connections)
    clock.fix(None)


def publish(folder: Path) -> None:
    catalogue.load(folder, actor=system("test"), at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


PAGES = [reverse(f"portal.{name}") for name in ("services", "help", "verify")] + [GUIDE]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "gzip, br"}], ids=["plain", "gzip"])
def test_a_kept_page_is_the_rendered_page_to_the_header(wire: Wire, path: str, asked: dict[str, str]) -> None:
    first, second, fresh = wire.ask(path, **asked), wire.ask(path, **asked), wire.uncached(path, **asked)
    assert wire.rendered == 1
    assert first == second
    assert _plain(second) == _plain(fresh)
    assert second[0] == "200 OK"
    assert "content-security-policy" in second[1]
    assert second[1]["x-content-type-options"] == "nosniff"
    assert int(second[1]["content-length"]) == len(second[2])
    assert ("content-encoding" in second[1]) == bool(asked)


def _plain(answer: Answer) -> Answer:
    """Without what differs from one packing to the next: the random name gzip is given against guessing."""
    status, headers, content = answer
    if headers.get("content-encoding") == "gzip":
        return status, {**headers, "content-length": ""}, gzip.decompress(content)
    return answer


def test_languages_and_print_sizes_are_kept_apart(wire: Wire, settings: Any) -> None:
    settings.ZHENGTONG_STRICT_TEXTS = False  # whether every word has its English is another test's question
    cookies = ["", "zt_lang=en", "zt_mode=elder", "zt_lang=en; zt_mode=elder"]
    pages = {wire.ask(GUIDE, Cookie=cookie)[2] for cookie in cookies * 2}
    assert len(pages) == 4
    assert wire.rendered == 4
    assert 'lang="en" data-mode="elder"' in wire.ask(GUIDE, Cookie="zt_mode=elder; zt_lang=en")[2].decode()
    assert wire.ask(GUIDE, Cookie="theirs=1")[2] == wire.uncached(GUIDE)[2]


def test_hosts_are_kept_apart_since_the_page_holds_its_address(wire: Wire, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert wire.ask(GUIDE, Host="one.example")[2] != wire.ask(GUIDE, Host="two.example")[2]
    assert wire.rendered == 2


def test_a_new_version_is_seen_within_a_second(wire: Wire, city: Path, seconds: Seconds) -> None:
    assert "人民路 12 号" in wire.ask(GUIDE)[2].decode()
    change(city / "service.yaml", "人民路 12 号", "人民路 13 号")
    publish(city)
    seconds.now += 1
    assert "人民路 13 号" in wire.ask(GUIDE)[2].decode()
    change(city / "service.yaml", "人民路 13 号", "人民路 12 号")
    publish(city)  # an earlier version becomes current again
    seconds.now += 1
    assert "人民路 12 号" in wire.ask(GUIDE)[2].decode()


def test_a_page_made_while_a_version_is_published_is_not_kept_for_the_next(
    wire: Wire, city: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Answer] = []
    inner = wire._django

    def overtaken(environ: dict[str, Any], start_response: Any) -> Any:
        answer = inner(environ, start_response)
        monkeypatch.setattr(wire, "_django", inner)
        change(city / "service.yaml", "人民路 12 号", "人民路 13 号")
        publish(city)
        seconds.now += 1
        late.append(wire.ask(PAGES[0]))  # the cache learns of the new version
        return answer

    monkeypatch.setattr(wire, "_django", overtaken)
    assert "人民路 12 号" in wire.ask(GUIDE)[2].decode()
    assert late
    assert "人民路 13 号" in wire.ask(GUIDE)[2].decode()


def test_the_next_legal_day_renders_anew(wire: Wire, seconds: Seconds) -> None:
    wire.ask(GUIDE)
    clock.fix(lambda: datetime(2026, 11, 23, 15, 59, tzinfo=UTC))  # 23:59 in China
    seconds.now += 1
    wire.ask(GUIDE)
    assert wire.rendered == 1
    clock.fix(lambda: datetime(2026, 11, 23, 16, 0, tzinfo=UTC))  # midnight
    seconds.now += 1
    wire.ask(GUIDE)
    assert wire.rendered == 2


def test_a_moved_demo_clock_is_told_to_the_minute(
    wire: Wire, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "offset", lambda: timedelta(days=7))
    assert "10:00" in wire.ask(GUIDE)[2].decode()
    clock.fix(lambda: datetime(2026, 11, 23, 2, 1, tzinfo=UTC))
    seconds.now += 1
    assert "10:01" in wire.ask(GUIDE)[2].decode()


def test_who_has_the_page_is_told_that_it_is_unchanged(wire: Wire) -> None:
    etag = wire.ask(GUIDE)[1]["etag"]
    status, headers, content = wire.ask(GUIDE, **{"If-None-Match": etag})
    assert (status, content, wire.rendered) == ("304 Not Modified", b"", 1)
    assert headers["etag"] == etag
    assert headers["vary"] == "Cookie, Accept-Encoding"
    assert "content-type" not in headers
    assert wire.ask(GUIDE, **{"If-None-Match": '"another"'})[0] == "200 OK"
    assert wire.uncached(GUIDE, **{"If-None-Match": etag})[0] == "304 Not Modified"


def test_head_gets_the_headers_alone(wire: Wire) -> None:
    assert wire.ask(GUIDE, "HEAD")[0] == "200 OK"  # nothing is kept from it
    kept = wire.ask(GUIDE)
    assert wire.ask(GUIDE, "HEAD") == (kept[0], kept[1], b"")
    assert wire.rendered == 2


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        (GUIDE + "?lang=en", "GET", {}),
        (GUIDE, "POST", {}),
        (GUIDE, "GET", {"Cookie": "sessionid=somebody"}),
        (GUIDE, "GET", {"Cookie": "messages=something"}),
        ("/account/login", "GET", {}),
        ("/services/no-such/", "GET", {}),
        ("/search", "GET", {}),
        ("/mine/", "GET", {}),
    ],
)
def test_everything_else_goes_to_the_application(wire: Wire, path: str, method: str, headers: dict[str, str]) -> None:
    wire.ask(GUIDE)
    for _ in range(2):
        wire.ask(path, method, **headers)
    assert wire.rendered == 3


def test_while_the_database_is_away_kept_pages_are_served(
    wire: Wire, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = wire.ask(GUIDE)

    def away() -> int:
        raise DatabaseError

    monkeypatch.setattr(catalogue, "edition", away)
    seconds.now += 60
    assert wire.ask(GUIDE) == kept
    assert wire.rendered == 1


def test_memory_is_bounded(wire: Wire, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr("zhengtong.channels.portal.page_cache._MOST", 2)
    for host in ("one.example", "two.example", "three.example"):
        wire.ask(GUIDE, Host=host)
    wire.ask(GUIDE, Host="three.example")
    assert wire.rendered == 3
    wire.ask(GUIDE, Host="one.example")  # the oldest had to go
    assert wire.rendered == 4
