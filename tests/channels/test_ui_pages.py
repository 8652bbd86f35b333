"""Layouts, switches of language and print size, and the pages for what cannot be shown."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import path

from zhengtong.channels.ui import context, middleware, views
from zhengtong.channels.ui.languages import use_language
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Conflict, NotFound
from zhengtong.kernel.text import Text

SITE = {
    "region": {"zh": "某市", "en": "A city"},
    "hotline": "12345",
    "managed_by": {"zh": "某市政府主办。", "en": "Run by A city."},
}


def layout(request: HttpRequest, name: str) -> HttpResponse:
    blocks = "{% block title %}T{% endblock %}{% block main %}<h1>H</h1>{% endblock %}"
    source = f'{{% extends "layouts/{name}.html" %}}{blocks}'
    template = engines["jinja2"].from_string(source)
    return HttpResponse(template.render({}, request))


def refuse(request: HttpRequest) -> HttpResponse:
    raise Conflict


def hide(request: HttpRequest) -> HttpResponse:
    raise NotFound


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


def be_away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is moved to another machine")


def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponseNotAllowed(["POST"])


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=503)


urlpatterns = [
    path("design", views.design, name="design"),
    path("layout/<name>", layout),
    path("services", refuse, name="portal.services"),
    path("refuse", refuse),
    path("hide", hide),
    path("broken", break_down),
    path("away", be_away),
    path("only-post", only_post),
    path("closed", closed),
]
handler500 = views.broken


@pytest.fixture
def here() -> Iterator[Client]:
    context.site.cache_clear()
    with override_settings(ROOT_URLCONF=__name__, ZHENGTONG_SITE=SITE):
        yield Client(raise_request_exception=False)
    context.site.cache_clear()


@pytest.mark.parametrize("name", ["portal", "form", "desk"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_layout_renders(here: Client, name: str, lang: str) -> None:
    here.cookies["zt_lang"] = lang
    page = here.get(f"/layout/{name}").content.decode()
    assert f'<html lang="{"en" if lang == "en" else "zh-Hans"}"' in page
    assert page.count("<main ") == page.count("</main>") == page.count("<h1>") == 1
    assert ("A city" if lang == "en" else "某市") in page


def test_form_has_no_sections_and_the_script(here: Client) -> None:
    page = here.get("/layout/form").content.decode()
    assert "<nav" not in page and "ui." in page and "tel:12345" in page


def test_desk_is_dense(here: Client) -> None:
    assert 'data-density="desk"' in here.get("/layout/desk").content.decode()


def test_only_sections_that_exist_are_linked(here: Client) -> None:
    page = here.get("/layout/portal").content.decode()
    assert '<a href="/services">在线办事</a>' in page
    assert "政务公开" not in page


def test_pages_of_two_readers_are_not_mixed_up_by_caches(here: Client) -> None:
    assert "Cookie" in here.get("/design")["Vary"]


@pytest.mark.parametrize(
    ("query", "cookie", "value"), [("lang=en", "zt_lang", "en"), ("mode=elder", "zt_mode", "elder")]
)
def test_a_switch_sets_a_cookie_and_comes_back(here: Client, query: str, cookie: str, value: str) -> None:
    answer = here.get(f"/design?a=1&{query}&a=%E4%BA%8C")
    assert (answer.status_code, answer["Location"]) == (302, "/design?a=1&a=%E4%BA%8C")
    assert answer.cookies[cookie].value == value
    assert answer.cookies[cookie]["samesite"] == "Lax"


def test_an_unknown_choice_changes_nothing(here: Client) -> None:
    answer = here.get("/design?lang=tlh&mode=tiny")
    assert answer.status_code == 200
    assert not {"zt_lang", "zt_mode"} & set(answer.cookies)


def test_a_switch_never_changes_what_is_posted(here: Client) -> None:
    assert here.post("/design?lang=en", {"a": "1"}).status_code == 200


@pytest.mark.parametrize("outside", ["//evil.example/a", "/\\evil.example/a", "///evil.example"])
def test_a_switch_never_leads_elsewhere(outside: str) -> None:
    request = RequestFactory().get("/", {"lang": "en"})
    request.path = outside
    answer = middleware.preferences(lambda _: HttpResponse())(request)
    location = answer.headers["Location"]
    assert location.startswith("/") and not location.startswith(("//", "/\\")), location


def test_links_keep_the_rest_of_the_query() -> None:
    given = context.preferences(RequestFactory().get("/x", {"q": "老人", "lang": "tlh"}))
    assert given.in_english == "?q=%E8%80%81%E4%BA%BA&lang=en"


def test_the_strip_tells_a_demo_and_a_moved_clock(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'class="strip"' not in here.get("/layout/portal").content.decode()
    with override_settings(ZHENGTONG_DEMO=True):
        assert "没有法律效力" in here.get("/layout/portal").content.decode()
        monkeypatch.setattr(clock, "offset", lambda: timedelta(days=7))
        assert "法定时间已拨到" in here.get("/layout/portal").content.decode()


def test_a_refusal_becomes_a_page_with_its_own_words(here: Client) -> None:
    answer = here.get("/refuse")
    assert answer.status_code == 409
    assert "别人刚刚改过" in answer.content.decode()
    assert here.get("/hide").status_code == 404


def test_a_bare_405_and_503_get_a_page(here: Client) -> None:
    answer = here.get("/only-post")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这一步不能直接打开" in answer.content.decode()
    assert "正在维护" in here.get("/closed").content.decode()


def test_a_fault_of_ours_gets_a_page_that_needs_nothing(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengtong.channels.ui.views.render", None)
    answer = here.get("/broken")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "是我们的问题" in page and "our fault" in page
    assert "系统异常" not in page


def test_a_database_that_is_away_is_said_with_when_to_try_again(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengtong.channels.ui.views.render", None)
    answer = here.get("/away")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "现在连不上数据，一会儿就好。" in page and "be back soon" in page


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 422, 429, 503])
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_every_error_page_says_what_to_do(here: Client, status: int, lang: str) -> None:
    with use_language("en" if lang == "en" else "zh-Hans"):
        answer = views.error_page(RequestFactory().get("/x"), status)
    page = answer.content.decode()
    assert answer.status_code == status
    heading, lead = re.search(r"<h1>(.+?)</h1>\n<p class=\"lead\">(.+?)</p>", page, re.DOTALL).groups()  # type: ignore[union-attr]  # the page has both
    assert heading != lead and "系统" not in page


def test_an_unknown_status_still_gets_words() -> None:
    assert views.error_page(RequestFactory().get("/x"), 418, Text("不行", "No")).status_code == 418


def test_rendering_asks_no_database(here: Client) -> None:
    # No django_db mark: a query would fail the test.
    assert render(
        RequestFactory().get("/design"), "design/design.html", {"s": views.samples, "told": views.samples_told}
    )
