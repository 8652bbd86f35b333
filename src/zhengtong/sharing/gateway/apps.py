from django.apps import AppConfig

from zhengtong.kernel import retry, work


class GatewayConfig(AppConfig):
    name = "zhengtong.sharing.gateway"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.sharing.gateway import api
        from zhengtong.sharing.gateway._operations import ask_due

        work.register(work.Work("questions", api.ask_due, every_seconds=1.0, failing=api.failing, waits=True))
        retry.watch(ask_due.put_off_ahead)
