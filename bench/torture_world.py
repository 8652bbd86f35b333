"""The node that is tortured: its home and database, its processes, and the departments and the bank around it."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import home
from cluster import Cluster
from server import Server, family, get, kill_family
from torture_disk import Disk

DEMO = home.ROOT / "demo"
sys.path.append(str(DEMO))
import browsing  # noqa: E402 - of the demo, as the next

import offices  # noqa: E402 - as the one above

__all__ = ["DEMO", "POSTGRESQL", "World", "browsing", "make", "offices"]

POSTGRESQL = "postgresql"
WSGI, WORKER = "zhengtong.config.wsgi:application", "zhengtong.config.console"
_PATIENCE_SECONDS = 300.0
_GRACE_SECONDS = 20.0
DAY_OF_LIST = 10


class World:
    """All of it. `wsgi` and `worker` are the modules that are started: tests plant faults in them. `alone`, nothing but
    the web server runs.

    `troubles` are the times at which an answer 5xx is no fault: the database was down, or the disk full.
    """

    def __init__(
        self,
        folder: Path,
        database: str = "",
        *,
        wsgi: str = "",
        worker: str = "",
        path: str = "",
        alone: bool = False,
        workers: int = 1,
    ) -> None:
        self.folder, self._wsgi, self._worker_module = folder, wsgi or WSGI, worker or WORKER
        self._logs = folder.with_name(f"{folder.name}-logs")  # of no disk that is full or read-only
        self._is_alone = alone
        self.cluster = Cluster(small_disk=True) if database == POSTGRESQL else None
        self._disks: list[Disk] = []
        self.database = self.cluster.url if self.cluster else database
        self._env = {"PYTHONPATH": path} if path else {}
        self.troubles: list[list[float]] = []
        self._web: Server | None = None
        self._workers: list[subprocess.Popen[bytes] | None] = [None] * workers
        self._bank: subprocess.Popen[bytes] | None = None
        self._around = contextlib.ExitStack()
        self._demo, self._register = DEMO, ""
        self.ports: list[int] = []

    @property
    def port(self) -> int:
        """Where the next request goes: to any of the web servers, as a proxy in front of several sends it."""
        return random.choice(self.ports)

    def make(self) -> None:
        """Make home and city, unless they are there, and start who lives around the platform."""
        self._logs.mkdir(exist_ok=True)
        if (self.folder / "demo.json").exists():  # made before, and copied here
            home.use(self.folder, self.database)
        else:
            self._disks = [Disk(self.folder), *(self.cluster.disks if self.cluster else ())]
            self._make()
        if not self._is_alone:
            self._people_the_city()

    def _make(self) -> None:
        make(self.folder, self.database)

    def _load(self, data: Path) -> None:
        home.load(data)

    def _people_the_city(self) -> None:
        """The household register and the bank, and how they are reached."""
        city = offices.City(self.folder, 0, self._logs)
        register = self._around.enter_context(
            offices.running(city.words(offices.REGISTER), city.said(offices.REGISTER))
        )
        self._register = city.wait(offices.REGISTER, register)
        self._load(_connections(self._demo, self.folder, self._register))
        self._open_bank()

    def _open_bank(self) -> None:
        self._bank = self._around.enter_context(offices.running(_bank(self.folder), self._logs / "bank.log"))

    def start(self) -> None:
        """Start the platform and wait until it answers."""
        if not self._is_alone:
            self.start_worker()
        self.start_web()

    def start_web(self) -> None:
        """Start the web server; people are sent to its port when it answers."""
        self._web = self._new_web()
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if self._web.ask(get("/healthz")):
                    self.ports = [self._web.port]
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def _new_web(self) -> Server:
        return Server(self._wsgi, self._env, threads=4 if self.database else 2, log=self._logs / "web.log")

    def start_worker(self) -> None:
        """Start the workers, those that do not run; nobody waits for them."""
        path = self._env.get("PYTHONPATH", str(home.ROOT / "src"))
        words = [sys.executable, "-m", self._worker_module, "worker"]
        for place, worker in enumerate(self._workers):
            if worker is None or worker.poll() is not None:
                with (self._logs / "worker.log").open("ab") as log:
                    environ = {**os.environ, "PYTHONPATH": path}
                    self._workers[place] = subprocess.Popen(words, env=environ, stdout=log, stderr=log)

    def keep(self) -> None:
        """Start what has ended by itself: a worker, as the supervisor of a node does; a bank that met a full disk."""
        if any(self._workers):
            self.start_worker()
        if self._bank is not None and self._bank.poll() is not None:
            self._open_bank()

    def payday(self) -> None:
        """Legal time goes to the day of the next month on which its list is drawn up."""
        from zhengtong.kernel import clock

        now = clock.now().astimezone(clock.CHINA)
        clock.advance((now.replace(day=1) + timedelta(days=32)).replace(day=DAY_OF_LIST) - now)

    @property
    def has_paid(self) -> bool:
        """Whether the bank has paid a list."""
        ledger = self.folder / "bank-ledger.json"
        return ledger.exists() and bool(json.loads(ledger.read_text("utf-8"))["batches"])

    def kill_web(self) -> None:
        if self._web is not None:
            self._web.kill()

    def kill_worker(self) -> None:
        for worker in filter(None, self._workers):
            kill_family(worker)

    @contextlib.contextmanager
    def trouble(self) -> Iterator[None]:
        """What is answered 5xx while this lasts, and a moment longer, is no fault."""
        span = [time.monotonic(), float("inf")]
        self.troubles.append(span)
        yield
        span[1] = time.monotonic() + _GRACE_SECONDS

    def is_excused(self, since: float) -> bool:
        """Whether there was trouble between a moment and now."""
        return any(end >= since for _, end in self.troubles)

    def evils(self) -> dict[str, Callable[[random.Random], None]]:
        """What can be done to it, by name."""
        found = {"web": self._lose_web, "worker": self._lose_worker, "everything": self._lose_everything}
        found |= {"stall": self._stall, "clock": self._jump}
        if self._disks and all(disk.is_own for disk in self._disks):
            found |= {"full disk": self._fill_disk, "read-only disk": self._write_protect}
        if self.cluster is not None:
            found |= {"database": self._lose_database, "backend": self._lose_backend}
        return found

    def _stall(self, moments: random.Random) -> None:
        """Nothing gets on for a while, as when the disk hangs; then all goes on where it was."""
        web = self._web.processes() if self._web else []
        workers = [process for worker in filter(None, self._workers) for process in family(worker.pid)]
        for number in (signal.SIGSTOP, signal.SIGCONT):
            for process in (*web, *workers):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, number)
            time.sleep(moments.uniform(0.5, 4.0) if number == signal.SIGSTOP else 0)

    def _jump(self, moments: random.Random) -> None:
        """Legal time is suddenly hours later, as `zhengtong clock advance` does it."""
        from zhengtong.kernel import clock

        clock.advance(timedelta(minutes=moments.randint(1, 40 * 60)))

    def _fill_disk(self, moments: random.Random) -> None:
        """No room for anything; a database that gave up is started again when there is room."""
        with self.trouble(), contextlib.ExitStack() as full:
            for disk in self._disks:
                full.enter_context(disk.full())
            time.sleep(moments.uniform(0.5, 5.0))
            full.close()
            if self.cluster is not None:
                self.cluster.start()

    def _write_protect(self, moments: random.Random) -> None:
        """All processes end, as the system mounts the disk read-only after a fault of it; they are started on it so,
        cannot work, and are started again when it can be written to."""
        from django.db import connections

        with self.trouble(), contextlib.ExitStack() as protected:
            self.kill_platform()
            self._end_bank()
            connections.close_all()
            for disk in self._disks:
                protected.enter_context(disk.read_only())
            self._web = self._new_web()
            self.start_worker()
            time.sleep(moments.uniform(0.5, 5.0))
            self.kill_web()
            self.kill_worker()
            protected.close()
            if self.cluster is not None:
                self.cluster.start()
            if self._bank is not None:
                self._open_bank()
            self.start()

    def _end_bank(self) -> None:
        if self._bank is not None:
            self._bank.kill()
            self._bank.wait()

    def _lose_web(self, moments: random.Random) -> None:
        self.kill_web()
        self.start_web()

    def _lose_worker(self, moments: random.Random) -> None:
        self.kill_worker()
        time.sleep(moments.uniform(0, 0.5))
        self.start_worker()

    def _lose_database(self, moments: random.Random) -> None:
        assert self.cluster is not None
        with self.trouble():
            self.cluster.kill()
            time.sleep(moments.uniform(0, 2.0))
            self.cluster.start()

    def _lose_backend(self, moments: random.Random) -> None:
        assert self.cluster is not None
        with self.trouble():
            self.cluster.kill_backend(moments)
            self.cluster.start()

    def _lose_everything(self, moments: random.Random) -> None:
        """As a power cut takes all processes at once; the system keeps what it was given to write."""
        with self.trouble() if self.cluster else contextlib.nullcontext():
            self.kill_platform()
            if self.cluster is not None:
                self.cluster.start()
            self.start()

    def kill_platform(self) -> None:
        """Web, worker and database, without a word."""
        if self.cluster is not None:
            self.cluster.kill()
        self.kill_web()
        self.kill_worker()

    def remove(self) -> None:
        """End everything that was started."""
        self.kill_platform()
        self._around.close()
        if self.cluster is not None:
            self.cluster.remove()
        for disk in self._disks:
            disk.remove()


def make(folder: Path, database: str = "") -> None:
    """Make the home of the demo city, and what its departments hold."""
    folder.mkdir(parents=True, exist_ok=True)
    making = offices.City(folder, 0).making()
    home.make(folder, database)
    if making.wait():
        raise RuntimeError("the city could not be made")


def _connections(demo: Path, folder: Path, register: str) -> Path:
    """A folder to load: how the household register is reached in this run."""
    to = folder / "demo-connections"
    to.mkdir(exist_ok=True)
    (to / "connections.yaml").write_text(connections(demo, register), "utf-8")
    return to


def connections(demo: Path, register: str) -> str:
    """How departments are reached, the household register where it is in this run."""
    text = (demo / "connections.yaml").read_text("utf-8")
    return text.replace(f"address: {offices.REGISTER.address}", f"address: {register}")


def _bank(folder: Path) -> list[str]:
    words = [sys.executable, str(DEMO / "departments" / "bank.py"), "--ledger", str(folder / "bank-ledger.json")]
    return [*words, "--outgoing", str(folder / "bank" / "outgoing"), "--incoming", str(folder / "bank" / "incoming")]
