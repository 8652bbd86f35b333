"""Faults put into the web server on purpose, for the tests of `bench/torture.py` only: it must find each."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from queue import Queue
from secrets import token_hex
from typing import Any

from zhengtong.config.wsgi import application

_PAUSE_SECONDS = 0.3  # long enough for a kill to fall into it
_counted = threading.local()
_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _when_sent(fault: _Application) -> _Application:
    """The fault in what is sent to the interface; all else is served as it should be."""

    def served(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        is_sent = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith("/api/")
        return (fault if is_sent else application)(environ, start)

    return served


@_when_sent
def forgetful(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Who sends again is served again: the key of the request is not kept."""
    environ["HTTP_IDEMPOTENCY_KEY"] = token_hex(16)
    response = application(environ, start)
    time.sleep(_PAUSE_SECONDS)
    return response


@_when_sent
def hasty(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The answer goes out before the commit: a thread of its own keeps the transaction open a moment longer."""
    length = int(environ["CONTENT_LENGTH"])
    environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
    told: Queue[tuple[tuple[Any, ...], list[bytes]]] = Queue()
    threading.Thread(target=_commit_later, args=(environ, told)).start()
    head, body = told.get()
    start(*head)
    return body


def _commit_later(environ: dict[str, Any], told: "Queue[tuple[tuple[Any, ...], list[bytes]]]") -> None:
    from django.core.signals import request_started
    from django.db import close_old_connections, connection, transaction

    request_started.disconnect(close_old_connections)  # it drops a connection with an open transaction
    heads: list[tuple[Any, ...]] = []
    with transaction.atomic():
        body = list(application(environ, lambda *head: heads.append(head)))
        told.put((heads[0], body))
        time.sleep(_PAUSE_SECONDS)
    connection.close()


@_when_sent
def counting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The number is how many cases there were when the request came in, and one."""
    from zhengtong.delivery.cases._operations import open_case
    from zhengtong.delivery.cases.models import Case

    open_case._next_number = _next_by_count
    _counted.cases = Case.objects.count()
    time.sleep(_PAUSE_SECONDS)
    return application(environ, start)


def _next_by_count(item_code: str, at: datetime) -> str:
    from zhengtong.kernel import clock
    from zhengtong.kernel.codes import case_number

    return case_number.build(item_code, clock.china_date(at), _counted.cases + 1)
