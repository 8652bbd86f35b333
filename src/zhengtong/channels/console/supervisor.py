"""Keeping child processes alive together, and letting none outlive the parent."""

import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass

from zhengtong.kernel import clock

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.1
_RESTART_SECONDS = 1.0
_GRACE_SECONDS = 10.0
_libc = ctypes.CDLL(None)


@dataclass(slots=True)
class Child:
    """A process that must run. A dead one is started again, at most once a second."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = float("-inf")

    def ensure(self) -> None:
        """Start the process unless it runs."""
        if self.process is not None and self._has_ended():
            _log.warning("%s ended with %s and is started again", self.name, self._clear_away())
        if self.process is None and clock.monotonic() - self.started_at >= _RESTART_SECONDS:
            self.started_at = clock.monotonic()
            self.process = subprocess.Popen(self.command, preexec_fn=end_with_parent, process_group=0)

    def tell(self, number: signal.Signals) -> None:
        """Send a signal, if the process is there."""
        if self.process is not None:
            os.kill(self.process.pid, number)

    def wait(self, until: float) -> None:
        """Wait for the end, until a moment (monotonic) at most; then nothing it started is left either."""
        if self.process is None:
            return
        while not self._has_ended() and clock.monotonic() < until:
            time.sleep(_POLL_SECONDS)
        self._clear_away()

    def _has_ended(self) -> bool:
        """Whether it has. It is not reaped yet, so that the number of its group is nobody else's."""
        assert self.process is not None
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _clear_away(self) -> int:
        """Kill it with all it started: web processes whose parent was killed alone would hold the port for ever."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        self.process = None
        return code


def end_with_parent() -> None:
    """In a child, before it runs: ask Linux to send SIGTERM when the parent dies, however it dies."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Runs children until told to stop, then ends them gracefully."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = tuple(children)
        self._stopping = False

    def stop(self, *_: object) -> None:
        """End soon: a signal handler."""
        self._stopping = True

    def run(self) -> None:
        """Start the children and keep them, until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            while not self._stopping:
                for child in self.children:
                    child.ensure()
                time.sleep(_POLL_SECONDS)
        finally:
            self._end()

    def _end(self) -> None:
        for child in self.children:
            child.tell(signal.SIGTERM)
        until = clock.monotonic() + _GRACE_SECONDS
        for child in self.children:
            child.wait(until)
