"""Is this process alive, and can it do its work."""

from django.http import HttpRequest, HttpResponse

from zhengtong.channels.api._answers import answer
from zhengtong.kernel import readiness, work
from zhengtong.kernel.events import api as events


def alive(request: HttpRequest) -> HttpResponse:
    """`/healthz`: this process answers. Nothing else is asked, not even the database."""
    return answer(request, {"alive": True})


def ready(request: HttpRequest) -> HttpResponse:
    """`/readyz`: 503 with the names of what is not ready.

    `events_overdue` counts facts that waited longer than a minute: a worker that is dead or late loses nothing and
    keeps nobody from the pages, so it does not take this process out of service. `failing` counts by kind of work what
    was tried many times in vain.
    """
    missing = readiness.not_ready()
    late = None if missing else events.overdue()
    failing = None if missing else work.failing()
    body = {"ready": not missing, "not_ready": list(missing), "events_overdue": late, "failing": failing}
    return answer(request, body, status=503 if missing else 200)
