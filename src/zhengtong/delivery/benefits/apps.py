from django.apps import AppConfig

from zhengtong.kernel import retry, work


class BenefitsConfig(AppConfig):
    name = "zhengtong.delivery.benefits"

    def ready(self) -> None:
        from zhengtong.delivery.benefits import _reader, api
        from zhengtong.delivery.benefits._operations import send

        _reader.register()
        # By the calendar: a look every few seconds is early enough, and each look asks the database.
        work.register(work.Work("benefits.effects", api.take_effect_due, every_seconds=5))
        work.register(work.Work("benefits.reviews", api.ask_reviews_due, every_seconds=5))
        work.register(work.Work("benefits.lists", api.draft_due, every_seconds=2))
        work.register(work.Work("benefits.send", api.send_due, every_seconds=1))
        retry.watch(send.put_off_ahead)
        work.register(work.Work("benefits.returns", api.read_returns_due, every_seconds=1))
