from django.apps import AppConfig

from zhengtong.kernel import retry, work


class CasesConfig(AppConfig):
    name = "zhengtong.delivery.cases"

    def ready(self) -> None:
        from zhengtong.delivery.cases import api
        from zhengtong.delivery.cases._operations import papers

        work.register(work.Work("papers", api.make_papers_due, every_seconds=0.2, failing=api.papers_failing))
        retry.watch(papers.put_off_ahead)
