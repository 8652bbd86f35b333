from typing import Any, cast

from django.urls import URLPattern, path

from zhengtong.channels.api import health, log
from zhengtong.channels.api.v1 import api

_PAGES = ("openapi-json", "api-root")


def _calls() -> tuple[list[URLPattern], str, str]:
    """The routes of `/api/v1/`. A call refuses methods it does not have and says those it has; what the library adds
    beside the calls takes any method, and is left to the frame of all pages."""
    routes, application, namespace = cast("tuple[list[URLPattern], str, str]", api.urls)
    for route in routes:
        view: Any = route.callback
        view.knows_its_methods = route.name not in _PAGES
    return routes, application, namespace


urlpatterns = [
    path("healthz", health.alive, name="health.alive"),
    path("readyz", health.ready, name="health.ready"),
    path("log", log.page, name="log.page"),
    path("log/checkpoint", log.checkpoint, name="log.checkpoint"),
    path("log/tile/<path:path>", log.tile, name="log.tile"),
    path("api/v1/", _calls()),
]
