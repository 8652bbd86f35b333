"""What the watcher of `serve` does with a child that will not end."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from zhengtong.channels.console.supervisor import Child
from zhengtong.kernel import clock

pytestmark = pytest.mark.server
PATIENCE_SECONDS = 30
_DEAF_WITH_A_CHILD = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
deaf = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"]
own = subprocess.Popen(deaf)
path = pathlib.Path(sys.argv[1])
path.with_suffix(".new").write_text(str(own.pid))
path.with_suffix(".new").rename(path)
time.sleep(600)
"""


def runs(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A child that is deaf to SIGTERM, with a deaf child of its own."""
    child = Child("deaf", [sys.executable, "-c", _DEAF_WITH_A_CHILD, str(tmp_path / "pid")])
    child.ensure()
    yield child
    child.wait(clock.monotonic())


def started_by(child: Child, noted: Path) -> tuple[int, int]:
    """The child's own number and that of what it started."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not noted.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert child.process is not None
    return child.process.pid, int(noted.read_text())


def are_gone(*numbers: int) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while any(map(runs, numbers)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(runs, numbers))


def test_who_will_not_end_is_killed_with_all_it_started(child: Child, tmp_path: Path) -> None:
    family = started_by(child, tmp_path / "pid")
    assert all(map(runs, family))
    child.wait(clock.monotonic())
    assert are_gone(*family), "it outlived its parent"


def test_who_died_alone_leaves_nothing_beside_the_next(child: Child, tmp_path: Path) -> None:
    """The parent of the web processes killed for want of memory: they would answer on the port for ever."""
    noted = tmp_path / "pid"
    first, orphan = started_by(child, noted)
    noted.unlink()
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + PATIENCE_SECONDS
    while (child.process is None or child.process.pid == first) and time.monotonic() < until:
        child.ensure()
        time.sleep(0.05)
    second, _ = started_by(child, noted)
    assert second != first
    assert are_gone(orphan), "it lives on beside the next"


def test_who_died_before_the_end_leaves_nothing_either(child: Child, tmp_path: Path) -> None:
    first, orphan = started_by(child, tmp_path / "pid")
    os.kill(first, signal.SIGKILL)
    child.tell(signal.SIGTERM)
    child.wait(clock.monotonic() + PATIENCE_SECONDS)
    assert are_gone(first, orphan)
