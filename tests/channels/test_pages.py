"""URLs × roles with their query counts, and the harness itself on planted pages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path

import page_manners
import pages
from pages import PAGES, Page, address, faults, mounted
from zhengtong.kernel.events.models import OutboxEvent

pytestmark = pytest.mark.slow


def _counting(request: HttpRequest, times: int) -> HttpResponse:
    for _ in range(times):
        OutboxEvent.objects.count()
    return HttpResponse(b"ok")


_inner = ([path("<int:times>", _counting, name="count")], "inner")
urlpatterns = [path("a/", include(_inner)), path("b/<int:times>", _counting)]


def test_every_mounted_address_is_listed() -> None:
    assert sorted(set(mounted(get_resolver().url_patterns)) - {address(name) for name in PAGES}) == []


def test_every_listed_page_is_mounted() -> None:
    assert sorted({address(name) for name in PAGES} - set(mounted(get_resolver().url_patterns))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_each_role_gets_what_it_may_see(name: str, legal_time: object) -> None:
    assert faults(name, PAGES[name]) == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_planted_address_is_seen() -> None:
    assert list(mounted(get_resolver().url_patterns)) == ["inner:count", "unnamed b/<int:times>"]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_planted_queries_statuses_and_silence_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(statuses: dict[str, int], queries: int) -> list[str]:
        return [fault.split("\n")[0] for fault in faults("inner:count#planted", page(statuses, queries))]

    def page(statuses: dict[str, int], queries: int) -> Page:
        return Page(statuses=statuses, queries=queries, url=lambda: "/a/2")

    monkeypatch.setattr(pages, "clients", lambda: {"anonymous": Client()})
    for looked_at in ("faults", "other_methods"):  # the pages planted here have no frame of ours
        monkeypatch.setattr(page_manners, looked_at, lambda *_, **__: ())
    assert ask({"anonymous": 200}, 2) == []
    assert ask({"anonymous": 200}, 1) == ["inner:count#planted as anonymous: 2 statements, not 1"]
    assert ask({"anonymous": 404}, 2) == ["inner:count#planted as anonymous: 200, not 404"]
    assert ask({}, 2) == ["inner:count#planted: says nothing about anonymous"]


_GOOD = {
    **page_manners.HEADERS,
    "Content-Security-Policy": "; ".join(" ".join(one) for one in page_manners.POLICY.items()),
}


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("Content-Security-Policy", "default-src 'self'", "policy default-src 'self'"),
        ("Content-Security-Policy", _GOOD["Content-Security-Policy"].replace("object-src 'none'", "x-y z"), "policy "),
        ("X-Content-Type-Options", "", "X-Content-Type-Options: "),
        ("Referrer-Policy", "unsafe-url", "Referrer-Policy: unsafe-url"),
        ("X-Frame-Options", "SAMEORIGIN", "X-Frame-Options: SAMEORIGIN"),
        ("Content-Type", "text/html", "type text/html"),
        ("Content-Type", "text/html; charset=gb18030", "type text/html; charset=gb18030"),
        ("Cache-Control", "private", "a closed page may be kept: private"),
        ("Server", "granian", "tells of Server"),
    ],
)
def test_a_planted_answer_without_manners_is_found(name: str, value: str, fault: str) -> None:
    good = {**_GOOD, "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    assert list(page_manners.faults(HttpResponse(b"ok", headers=good), is_closed=True)) == []
    (found,) = page_manners.faults(HttpResponse(b"ok", headers={**good, name: value}), is_closed=True)
    assert found.startswith(fault)


def test_a_planted_cookie_and_a_look_that_writes_are_found() -> None:
    response = HttpResponse(b"ok", headers={**_GOOD, "Content-Type": "text/html; charset=utf-8"})
    response.set_cookie("kept", "x", samesite="Lax")
    (found,) = page_manners.faults(response, is_closed=False)
    assert found.startswith("cookie kept")
    statements = ["SELECT 1", 'INSERT INTO "audit_auditrow" VALUES (1)', 'UPDATE "cases_case" SET x = 1']
    assert page_manners.written([{"sql": one} for one in statements]) == ["cases_case"]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[])
def test_a_view_that_takes_trace_for_a_get_is_found(db: None) -> None:
    assert list(page_manners.other_methods(Client(), "/a/0")) == ["TRACE: 200", "OPTIONS: 200", "DELETE: 200"]


FOLDERS = (
    "/static/",
    "/static/ui/",
    "/log/",
    "/log/tile/",
    "/files/",
    "/keys/",
    "/.git/",
    "/.git/HEAD",
    "/services/x/../",
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", FOLDERS)
def test_no_folder_is_listed(path: str) -> None:
    assert Client().get(path).status_code == 404
