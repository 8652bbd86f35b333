from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "zhengtong.offer.workflow"
    label = "offer_workflow"

    def ready(self) -> None:
        from zhengtong.offer.workflow import _reader

        _reader.register()
