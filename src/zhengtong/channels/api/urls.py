from django.urls import path

from zhengtong.channels.api import health, log
from zhengtong.channels.api.v1 import api

urlpatterns = [
    path("healthz", health.alive, name="health.alive"),
    path("readyz", health.ready, name="health.ready"),
    path("log", log.page, name="log.page"),
    path("log/checkpoint", log.checkpoint, name="log.checkpoint"),
    path("log/tile/<path:path>", log.tile, name="log.tile"),
    path("api/v1/", api.urls),
]
