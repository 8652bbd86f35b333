from django.apps import AppConfig

from zhengtong.kernel import work


class AuditConfig(AppConfig):
    name = "zhengtong.trust.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.trust.audit import api

        work.register(work.Work("audit", api.sequence_due, every_seconds=1.0, failing=api.failing))
