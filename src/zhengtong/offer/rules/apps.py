from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "zhengtong.offer.rules"
    label = "offer_rules"

    def ready(self) -> None:
        from zhengtong.offer.rules import _reader

        _reader.register()
