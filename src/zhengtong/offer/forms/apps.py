from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "zhengtong.offer.forms"
    label = "offer_forms"

    def ready(self) -> None:
        from zhengtong.offer.forms import _reader

        _reader.register()
