from django.apps import AppConfig

from zhengtong.kernel import retry, work


class NoticesConfig(AppConfig):
    name = "zhengtong.office.notices"

    def ready(self) -> None:
        from zhengtong.office.notices import _deliver, api

        work.register(work.Work("mail", api.deliver_due, every_seconds=1.0, failing=api.failing, waits=True))
        texts = work.Work("texts", api.deliver_texts_due, every_seconds=1.0, failing=api.failing_texts, waits=True)
        work.register(texts)
        retry.watch(_deliver.mails_ahead)
        retry.watch(_deliver.texts_ahead)
