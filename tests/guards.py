"""A pytest plugin that watches every test while it runs.

Rule 6: a socket, a child process or a file written inside a transaction of ours fails the test, even when the code
under test swallows the error. Unordered queries return their rows in another order than the database gave them, so a
test that leans on the order fails.
"""

import os
import random
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.models.query import QuerySet

from zhengtong.kernel.transactions import SlowInsideTransactionError, in_transaction

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CALLS = {"socket.connect", "socket.sendto", "subprocess.Popen", "os.fork", "os.posix_spawn", "os.rename", "os.remove"}


class _Watch(threading.local):
    """Per thread: `looking` stops the hook from watching itself."""

    looking = False


_watch = _Watch()
_active = False
_caught: list[str] = []


def _slow(event: str, args: tuple[Any, ...]) -> str:
    """What an audit event of Python does that is slow; empty for anything else."""
    if event in _CALLS:
        return "" if event.startswith("os.") and _is_excused(args[0] if args else "") else f"{event} {args[:2]}"
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING and not _is_excused(args[0]):
        return f"write {args[0]}"
    return ""


def _is_excused(path: object) -> bool:
    """A key is made at most once in a home's life; Python's own byte code and /dev are nobody's data.

    A descriptor (int) was judged when it was opened.
    """
    if isinstance(path, int):
        return True
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    return "__pycache__" in text or text.startswith(("/dev/", str(settings.ZHENGTONG_HOME / "keys")))


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not _active or _watch.looking or (event != "open" and event not in _CALLS):
        return
    _watch.looking = True
    try:
        what = _slow(event, args)
        if what and in_transaction():
            _caught.append(what)
            raise SlowInsideTransactionError(f"{what} inside a transaction")
    finally:
        _watch.looking = False


def take_caught() -> list[str]:
    """What was caught in this test so far, forgotten by asking: for the guard's own tests."""
    caught = list(_caught)
    _caught.clear()
    return caught


@pytest.fixture(autouse=True)
def _nothing_slow_inside_a_transaction() -> Iterator[None]:
    global _active
    _caught.clear()
    _active = True
    yield
    _active = False
    assert not _caught, f"inside a transaction: {_caught}"


def _disorder(rows: list[Any]) -> list[Any]:
    """The rows in any order but the one given."""
    mixed = list(rows)
    while len(rows) > 1 and all(one is other for one, other in zip(mixed, rows, strict=True)):
        random.shuffle(mixed)
    return mixed


def _shuffle_unordered_queries() -> None:
    fetch_all, iterate = QuerySet._fetch_all, QuerySet._iterator

    def fetch_all_mixed(self: Any) -> None:
        fresh = self._result_cache is None
        fetch_all(self)
        if fresh and not self.ordered:
            self._result_cache = _disorder(self._result_cache)

    def iterate_mixed(self: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        rows = iterate(self, *args, **kwargs)
        return rows if self.ordered else iter(_disorder(list(rows)))

    QuerySet._fetch_all = fetch_all_mixed  # type: ignore[method-assign]
    QuerySet._iterator = iterate_mixed  # type: ignore[assignment]


def pytest_configure() -> None:
    sys.addaudithook(_hook)
    _shuffle_unordered_queries()
