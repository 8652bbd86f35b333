"""Faults put into the web server on purpose, for the tests of `bench/torture.py` only: it must find each."""

import re
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
_SIGNED_PAUSE_SECONDS = 2.0  # of what a household sends little is a signature
_SIGNED = re.compile(r"/(cases/[^/]+/sign|sign/[^/]+/answer)")
_counted = threading.local()
_Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def _when_sent(fault: _Application, where: re.Pattern[str] = re.compile("/api/")) -> _Application:
    """The fault in what is sent there, to the interface or elsewhere; all else is served as it should be."""

    def served(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        is_sent = environ["REQUEST_METHOD"] == "POST" and where.match(environ["PATH_INFO"])
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
    return _answered_early(environ, start, _PAUSE_SECONDS)


def _signed_early(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """As `hasty`, for who signs."""
    return _answered_early(environ, start, _SIGNED_PAUSE_SECONDS)


signed_early = _when_sent(_signed_early, _SIGNED)


def _answered_early(environ: dict[str, Any], start: Callable[..., Any], pause: float) -> Iterable[bytes]:
    length = int(environ["CONTENT_LENGTH"])
    environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
    told: Queue[tuple[tuple[Any, ...], list[bytes]]] = Queue()
    threading.Thread(target=_commit_later, args=(environ, told, pause)).start()
    head, body = told.get()
    start(*head)
    return body


def _commit_later(environ: dict[str, Any], told: "Queue[tuple[tuple[Any, ...], list[bytes]]]", pause: float) -> None:
    from django.core.signals import request_started
    from django.db import close_old_connections, connection, transaction

    request_started.disconnect(close_old_connections)  # it drops a connection with an open transaction
    heads: list[tuple[Any, ...]] = []
    with transaction.atomic():
        body = list(application(environ, lambda *head: heads.append(head)))
        told.put((heads[0], body))
        time.sleep(pause)
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
