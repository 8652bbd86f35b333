from django.apps import AppConfig

from zhengtong.kernel import work


class CountsConfig(AppConfig):
    name = "zhengtong.kernel.counts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.kernel.counts import api

        work.register(work.Work("counts", api.forget_old, every_seconds=600))
