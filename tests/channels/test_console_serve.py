"""`zhengtong serve` as real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

import servers

pytestmark = pytest.mark.server
CONSOLE = [sys.executable, "-m", "zhengtong.config.console"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path, repository: Path) -> dict[str, str]:
    port, source = str(_free_port()), str(repository / "src")
    own = {"ZHENGTONG_HOME": str(tmp_path), "ZHENGTONG_PORT": port, "PYTHONPATH": source}
    return {**os.environ, **own, "ZHENGTONG_DATABASE_URL": "", "ZHENGTONG_LANG": "en"}


@pytest.fixture
def serving(environment: dict[str, str]) -> Iterator[psutil.Process]:
    servers.migrate(environment)
    with subprocess.Popen([*CONSOLE, "serve"], env=environment) as process:
        try:
            _wait_for(lambda: _answers(environment), seconds=180)
            yield psutil.Process(process.pid)
        finally:
            process.kill()


def _answers(environment: dict[str, str]) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{environment['ZHENGTONG_PORT']}/healthz").status_code > 0
    except httpx.TransportError:
        return False


def _wait_for(condition, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def _child(serving: psutil.Process, word: str) -> psutil.Process:
    return next(child for child in serving.children() if word in _words(child))


def _words(child: psutil.Process) -> list[str]:
    """The command line of a process; nothing of one that is dead and not yet buried."""
    try:
        return list(child.cmdline())
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return []


def test_a_dead_child_is_started_again(serving: psutil.Process) -> None:
    worker = _child(serving, "worker")
    worker.kill()
    _wait_for(lambda: any("worker" in _words(child) and child != worker for child in _alive(serving)), seconds=10)


def _alive(serving: psutil.Process) -> list[psutil.Process]:
    return [child for child in serving.children() if child.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_serve(number: signal.Signals, serving: psutil.Process) -> None:
    family = serving.children(recursive=True)
    assert len(family) >= 4  # granian, its two workers, our worker
    serving.send_signal(number)
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []


def test_serve_refuses_a_home_without_data(environment: dict[str, str]) -> None:
    done = subprocess.run([*CONSOLE, "serve"], env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "a new node is made by zhengtong migrate" in done.stderr


def test_serve_refuses_a_port_that_another_serve_has(serving: psutil.Process, environment: dict[str, str]) -> None:
    done = subprocess.run([*CONSOLE, "serve"], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert f"Port {environment['ZHENGTONG_PORT']} is taken by another program." in done.stderr
    assert _answers(environment)
    assert serving.is_running()
