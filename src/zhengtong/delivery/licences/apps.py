from django.apps import AppConfig

from zhengtong.kernel import retry, work


class LicencesConfig(AppConfig):
    name = "zhengtong.delivery.licences"

    def ready(self) -> None:
        from zhengtong.delivery.licences import _make, api

        work.register(work.Work("licences", api.make_due, failing=api.failing))
        retry.watch(_make.put_off_ahead)
