from django.apps import AppConfig

from zhengtong.kernel import work

_EVERY_SECONDS = 1.0


class SearchConfig(AppConfig):
    name = "zhengtong.offer.search"
    label = "offer_search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhengtong.kernel.events import api as events
        from zhengtong.offer.catalogue.events import ServicePublished
        from zhengtong.offer.search._operations import build

        events.subscribe(ServicePublished, "offer.search.wish", build.wish)
        work.register(work.Work("search", build.build_due, every_seconds=_EVERY_SECONDS))
