from django.apps import AppConfig

from zhengtong.kernel import work


class AppointmentsConfig(AppConfig):
    name = "zhengtong.office.appointments"

    def ready(self) -> None:
        from zhengtong.office.appointments import api

        work.register(work.Work("visits to remind of", api.remind_due, every_seconds=1.0))
