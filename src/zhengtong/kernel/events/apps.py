from django.apps import AppConfig

from zhengtong.kernel import work


class EventsConfig(AppConfig):
    name = "zhengtong.kernel.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.kernel.events import api

        work.register(work.Work("events", api.deliver_due, failing=api.failing))
