"""The front page, the list of services, search and help."""

from itertools import zip_longest
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhengtong.channels.portal._judged import figure_rows
from zhengtong.channels.portal._lists import help_ways, home_ways, service_links
from zhengtong.channels.portal._request import actor_of
from zhengtong.channels.portal.page_cache import public_page
from zhengtong.channels.ui.api import current_language, site
from zhengtong.kernel import clock
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.search import api as search_api

LONGEST_QUERY = 100
SAYINGS = 4
ASKING = ("吗", "呢", "？", "?")
FAMILY_STEPS = (
    (
        Text("用您自己的账户登录", "Sign in with your own account"),
        Text("不用借老人的手机和密码", "No need for their phone or password"),
    ),
    (
        Text("选“给谁办”", "Choose for whom"),
        Text("同一个户口本上的，点一下名字就行", "Family in one household booklet: just their name"),
    ),
    (
        Text("交了以后两个人都收到消息", "After sending, both of you are told"),
        Text("您的名字会一直写在这件事上", "Your name stays on the case"),
    ),
)


def home(request: HttpRequest) -> HttpResponse:
    """您想办什么事？"""
    services = [version.service for version in catalogue.published_services()]
    words = "says_en" if current_language() == "en" else "says"
    sayings = _sayings([getattr(service, words) for service in services])
    address = reverse("portal.search")
    context = {
        "sayings": sayings,
        "saying_links": [{"label": say, "href": f"{address}?{urlencode({'q': say})}"} for say in sayings],
        "ways_items": home_ways(site().hotline),
        "service_links": service_links(services),
        "figures": figure_rows(clock.now()),
    }
    return render(request, "portal/home.html", context)


def _sayings(said: list[tuple[str, ...]]) -> list[str]:
    """Questions first, whole sentences before mere names, one of each service before a second of any."""
    best_first = (sorted(says, key=lambda say: (say[-1:] in ASKING, len(say)), reverse=True) for says in said)
    rounds = zip_longest(*best_first)
    return [say for one_each in rounds for say in one_each if say][:SAYINGS]


@public_page
def services(request: HttpRequest) -> HttpResponse:
    """Everything that can be done here."""
    found = [version.service for version in catalogue.published_services()]
    return render(request, "portal/services.html", {"service_links": service_links(found)})


def search(request: HttpRequest) -> HttpResponse:
    """Services found from everyday words; what finds nothing is noted as a gap to fill."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    hits = search_api.find(query, current_language()) if query else ()
    if query and not hits and request.method == "GET":
        search_api.note_gap(query, actor=actor_of(request), at=clock.now())
    found = [catalogue.published(hit.service).service for hit in hits]
    return render(request, "portal/search.html", {"query": query, "service_links": service_links(found)})


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """请人帮我办: whom to ask and how it works."""
    steps = [{"title": title, "note": note} for title, note in FAMILY_STEPS]
    return render(request, "portal/help.html", {"ways_items": help_ways(site().hotline), "steps": steps})
