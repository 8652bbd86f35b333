from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class UiConfig(AppConfig):
    name = "zhengtong.channels.ui"

    def ready(self) -> None:
        from zhengtong.channels.ui import assets

        assets.build(Path(settings.STATIC_ROOT or "static"))
