from django.apps import AppConfig


class AuthorisationsConfig(AppConfig):
    name = "zhengtong.delivery.authorisations"

    def ready(self) -> None:
        from zhengtong.delivery.authorisations import _reader

        _reader.register()
