"""The demo city as real processes: its home, its household register, and `zhengtong serve`."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

import homes
import kept
import servers
from departments import REPOSITORY, Department

_UP_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Served:
    """A city that runs. `process` is `zhengtong serve`, with its children."""

    base: str
    home: Path
    environ: dict[str, str]
    register: Department
    process: psutil.Process

    def account(self, name: str) -> tuple[str, str]:
        """Login and password of a demo account."""
        rows = (line.split("\t") for line in (self.home / "demo-accounts.txt").read_text("utf-8").splitlines())
        return next((row[2], row[3]) for row in rows if row[0] == name)

    def worker(self) -> psutil.Process | None:
        """The worker that runs now."""
        for child in self.process.children():
            with contextlib.suppress(psutil.Error):
                if "worker" in child.cmdline():
                    return child
        return None


@contextmanager
def served_city(folder: Path) -> Iterator[Served]:
    """The city in a folder, copied from the one of this run, and everything started; ended with the block."""
    port = servers.free_port()
    kept.copy(kept.kept("city", _make_city), folder / "home")
    own = {"ZHENGTONG_PORT": str(port), "ZHENGTONG_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with _started(folder, {**servers._environ(str(folder / "home")), **own}, _connections) as served:
        yield served


def _make_city(home: Path) -> None:
    (home / "demo.json").write_text("{}")
    environ = servers._environ(str(home))
    servers.migrate(environ)
    homes.run(environ, "load", str(REPOSITORY / "demo"))
    kept.close(home)


@contextmanager
def served_home(folder: Path, environ: dict[str, str]) -> Iterator[Served]:
    """A migrated home in `folder / "home"` with today's city in it, and everything started."""
    with _started(folder, environ, _city) as served:
        yield served


@contextmanager
def _started(folder: Path, environ: dict[str, str], loaded: Callable[[Path, Department], Path]) -> Iterator[Served]:
    base = f"http://127.0.0.1:{environ['ZHENGTONG_PORT']}"
    register = Department("household_register", folder).start()
    homes.run(environ, "load", str(loaded(folder / "city", register)))
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen([*homes.CONSOLE, "serve"], env=environ, cwd=homes.ROOT, stdout=log, stderr=log)
        try:
            wait_for(lambda: _answers(base), _UP_SECONDS)
            yield Served(base, folder / "home", environ, register, psutil.Process(process.pid))
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()
            register.kill()


def wait_for(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Until something is so; fails when it does not come."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds:.0f} s in vain"
        time.sleep(0.05)


def _city(folder: Path, register: Department) -> Path:
    """The demo's data, with the register where it listens in this test."""
    demo = REPOSITORY / "demo"
    shutil.copytree(demo, folder / "demo", ignore=shutil.ignore_patterns("departments", "*.py", "__pycache__"))
    (folder / "services").symlink_to(REPOSITORY / "services")
    return _connections(folder / "demo", register)


def _connections(folder: Path, register: Department) -> Path:
    """A folder to load: how the departments are reached, the register where it listens in this test."""
    folder.mkdir(exist_ok=True)
    text = (REPOSITORY / "demo" / "connections.yaml").read_text("utf-8")
    text = text.replace("http://127.0.0.1:9101/hukou/query", register.address)
    (folder / "connections.yaml").write_text(text, "utf-8")
    return folder


def _answers(base: str) -> bool:
    try:
        with urlopen(f"{base}/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
