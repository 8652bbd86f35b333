"""What the watcher of `serve` does with a child that will not end."""

import contextlib
import sys
import time
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


def test_who_will_not_end_is_killed_with_all_it_started(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    child = Child("deaf", [sys.executable, "-c", _DEAF_WITH_A_CHILD, str(noted)])
    child.ensure()
    assert child.process is not None
    until = time.monotonic() + PATIENCE_SECONDS
    while not noted.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    grandchild = int(noted.read_text())
    assert runs(grandchild)
    child.wait(clock.monotonic())
    while runs(grandchild):
        assert time.monotonic() < until, "it outlived its parent"
        time.sleep(0.05)
    assert not runs(child.process.pid)
