from django.apps import AppConfig

from zhengtong.kernel import work


class IdentityConfig(AppConfig):
    name = "zhengtong.trust.identity"

    def ready(self) -> None:
        from zhengtong.trust.identity import api

        work.register(work.Work("appointments", api.end_posts_due, every_seconds=60))
