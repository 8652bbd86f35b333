from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "zhengtong.offer.catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.offer.catalogue import _readers

        _readers.register()
