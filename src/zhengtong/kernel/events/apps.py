from django.apps import AppConfig

from zhengtong.kernel import retry, work


class EventsConfig(AppConfig):
    name = "zhengtong.kernel.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.kernel.events import api

        work.register(work.Work("events", api.deliver_due, failing=api.failing))
        work.register(work.Work("put back", retry.put_back, every_seconds=retry.LOOK_SECONDS))
        retry.watch(api.put_off_ahead)
