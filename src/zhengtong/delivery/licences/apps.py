from django.apps import AppConfig

from zhengtong.kernel import work


class LicencesConfig(AppConfig):
    name = "zhengtong.delivery.licences"

    def ready(self) -> None:
        from zhengtong.delivery.licences import api

        work.register(work.Work("licences", api.make_due, failing=api.failing))
