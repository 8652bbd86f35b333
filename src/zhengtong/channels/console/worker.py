"""The loops of a worker: every kind of registered work, each at its own pace."""

import logging
from collections.abc import Sequence
from threading import Event, Thread

from django.db import close_old_connections, connections

from zhengtong.kernel import clock
from zhengtong.kernel.work import Work

_log = logging.getLogger(__name__)
_AFTER_ERROR_SECONDS = 5.0
_END_SECONDS = 3.0
_LONGEST_WAIT_SECONDS = 1.0


class Loops:
    """A thread for each kind of work that waits for somebody else's server, and one for all the rest.

    When one of them ends, all do, so that whoever keeps the process starts it anew.
    """

    def __init__(self, works: Sequence[Work]) -> None:
        self._shared = Loop([work for work in works if not work.waits])
        self._own = [Loop([work]) for work in works if work.waits]

    def stop(self) -> None:
        """End after the batches at hand."""
        for loop in (self._shared, *self._own):
            loop.stop()

    def run(self) -> None:
        """Run until stopped; a thread that still waits then is left, and its row comes up again."""
        threads = [Thread(target=self._run, args=(loop,), daemon=True) for loop in self._own]
        for thread in threads:
            thread.start()
        self._run(self._shared)
        for thread in threads:
            thread.join(_END_SECONDS)

    def _run(self, loop: "Loop") -> None:
        try:
            loop.run()
        finally:
            self.stop()
            connections.close_all()


class Loop:
    """Runs work until told to stop. Nothing is lost by a kill: what is due stands in rows."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._due = {work.name: (0.0, work) for work in works}
        self._stop = Event()

    def stop(self) -> None:
        """End after the batch at hand."""
        self._stop.set()

    def run(self) -> None:
        """Run until stopped."""
        while not self._stop.is_set():
            self._stop.wait(self.turn())

    def turn(self) -> float:
        """Run every kind of work that is due once; returns the seconds until the next is."""
        close_old_connections()
        for name, (due, work) in list(self._due.items()):
            if due <= clock.monotonic() and not self._stop.is_set():
                self._due[name] = (clock.monotonic() + self._pause(work), work)
        earliest = min((due for due, _ in self._due.values()), default=clock.monotonic() + _LONGEST_WAIT_SECONDS)
        return min(max(earliest - clock.monotonic(), 0.0), _LONGEST_WAIT_SECONDS)

    def _pause(self, work: Work) -> float:
        """Run one batch; returns the seconds to wait before the next.

        Any exception is a failure of that kind of work alone: it is logged and tried again, and must not stop the
        other kinds.
        """
        try:
            handled = work.run()
        except Exception:  # noqa: BLE001 - the edge of the worker
            _log.exception("work %s failed", work.name)
            return max(work.every_seconds, _AFTER_ERROR_SECONDS)
        return 0.0 if handled else work.every_seconds
