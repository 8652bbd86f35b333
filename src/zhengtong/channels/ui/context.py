"""What every page is given: `site`, `demo` and `ui`. Nothing here asks the database, so public pages may be cached."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from zhengtong.channels.ui.data import Demo, Preferences, Site
from zhengtong.channels.ui.languages import current_language
from zhengtong.channels.ui.middleware import MODE, SWITCHES
from zhengtong.kernel import clock


@cache
def site() -> Site:
    """Who answers for this site, from settings.ZHENGTONG_SITE."""
    return Site.read(settings.ZHENGTONG_SITE)


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    return {"site": site(), "demo": demo(), "ui": preferences(request)}


def demo() -> Demo:
    """Whether this is a demo and where its clock stands."""
    return Demo(is_demo=settings.ZHENGTONG_DEMO, moved_to=clock.now() if clock.offset() else None)


def preferences(request: HttpRequest) -> Preferences:
    """Language and print size of this reader, and the links that change them."""
    return Preferences(
        language=current_language(),
        elder=request.COOKIES.get(MODE) == "elder",
        in_chinese=_again(request, "lang", "zh"),
        in_english=_again(request, "lang", "en"),
        in_elder=_again(request, "mode", "elder"),
        in_normal=_again(request, "mode", "normal"),
    )


def _again(request: HttpRequest, name: str, value: str) -> str:
    kept = [(key, item) for key, items in request.GET.lists() if key not in SWITCHES for item in items]
    return "?" + urlencode([*kept, (name, value)])
