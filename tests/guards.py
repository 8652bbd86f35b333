"""A pytest plugin that watches every test while it runs.

Rule 6: a socket, a child process or a file written inside a transaction of ours fails the test, even when the code
under test swallows the error. Rule 5: so does a transaction that has written rows and no audit row. Unordered queries
return their rows in another order than the database gave them, so a test that leans on the order fails.
"""

import os
import random
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.query import QuerySet

from zhengtong.kernel.transactions import SlowInsideTransactionError, in_transaction

_SOURCE = f"{os.sep}src{os.sep}zhengtong{os.sep}"

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
def _every_transaction_is_quick_and_recorded() -> Iterator[None]:
    global _active
    _caught.clear()
    _active = True
    yield
    _active = False
    assert not _caught, f"in a transaction: {_caught}"


_WRITES = re.compile(r'\s*(?:(?P<insert>INSERT INTO)|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)', re.IGNORECASE)
#: What tells who did a write: the audit row, and the gateway's own log of what went over the wire.
_RECORDS = {"audit_auditrow", "gateway_attempt"}
#: Tables that are nobody's act, and why.
UNRECORDED = {
    "counts_count": "how often somebody did something this hour, which is no act of its own",
    "events_outboxevent": "the announcement of an act that has its row",
    "events_delivery": "who has heard of it",
    "offer_search_contentgap": "a count of queries, which says nothing of who asked",
    "offer_search_indexwish": "a wish to build the index again, which holds nothing of its own",
}


class _Written(threading.local):
    """Per thread: the tables the open transaction of ours has written to; None while there is none."""

    tables: set[str] | None = None


_written = _Written()


def _note_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    done = execute(sql, params, many, context)
    found = _WRITES.match(sql) if _written.tables is not None else None
    # SQLite counts the rows of an INSERT that returns something only once they are fetched.
    if found and (found["insert"] or context["cursor"].rowcount):
        _written.tables.add(found["table"])
    return done


def _watch_transactions() -> None:
    """Rule 5 for every transaction that our own source opens; those of libraries and of tests are not watched."""
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(self: Any) -> None:
        self._is_watched = _active and not in_transaction() and _SOURCE in sys._getframe(1).f_code.co_filename
        enter(self)
        if self._is_watched:
            _written.tables = set()
            connection.execute_wrappers.append(_note_writes)

    def left(self: Any, kind: Any, value: Any, trace: Any) -> None:
        leave(self, kind, value, trace)
        if self._is_watched:
            connection.execute_wrappers.remove(_note_writes)
            tables, _written.tables = _written.tables or set(), None
            if kind is None and tables - UNRECORDED.keys() and not tables & _RECORDS:
                _caught.append(f"written without an audit row: {', '.join(sorted(tables - UNRECORDED.keys()))}")

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left


def _disorder(rows: list[Any]) -> list[Any]:
    """The rows in any order but the one given; where all are the same one value (`None`) there is no other."""
    mixed = list(rows)
    while any(one is not rows[0] for one in rows) and all(one is other for one, other in zip(mixed, rows, strict=True)):
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
    _watch_transactions()
    _shuffle_unordered_queries()
