"""URLs × roles with their query counts, and the harness itself on planted pages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path

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
    assert ask({"anonymous": 200}, 2) == []
    assert ask({"anonymous": 200}, 1) == ["inner:count#planted as anonymous: 2 statements, not 1"]
    assert ask({"anonymous": 404}, 2) == ["inner:count#planted as anonymous: 200, not 404"]
    assert ask({}, 2) == ["inner:count#planted: says nothing about anonymous"]
