"""The node that is tortured: its home and database, its processes, and the departments and the bank around it.

What is done to it stands in `torture_evils`.
"""

import contextlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import home
from cluster import Cluster
from server import Server, family, get, kill_family
from torture_disk import Disk
from torture_preload import Preloaded

DEMO = home.ROOT / "demo"
sys.path.append(str(DEMO))
import browsing  # noqa: E402 - of the demo, as the next

import offices  # noqa: E402 - as the one above

__all__ = ["AGAIN_SECONDS", "DEMO", "POSTGRESQL", "World", "browsing", "make", "offices"]

POSTGRESQL = "postgresql"
WSGI, WORKER = "zhengtong.config.wsgi:application", "zhengtong.config.console"
_PATIENCE_SECONDS = 300.0
_GRACE_SECONDS = 20.0
AGAIN_SECONDS = 20
DAY_OF_LIST = 10


class World:
    """All of it. `wsgi` and `worker` are the modules that are started: tests plant faults in them. `alone`, nothing but
    the web server runs. With `preloads` its disk can be made slow and its clock wrong, where that is to be had.

    `_troubles` are the times at which an answer 5xx is no fault: the database was down, or the disk full.
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
        preloads: bool = False,
    ) -> None:
        self.folder, self._wsgi, self._worker_module = folder, wsgi or WSGI, worker or WORKER
        self._logs = folder.with_name(f"{folder.name}-logs")  # of no disk that is full or read-only
        self._is_alone = alone
        self.preloaded = Preloaded() if preloads else None
        slow = self.preloaded.database_environ if self.preloaded else {}
        self.cluster = Cluster(slow, small_disk=True) if database == POSTGRESQL else None
        self.disks: list[Disk] = []
        self.database = self.cluster.url if self.cluster else database
        self._env = {"PYTHONPATH": path} if path else {}
        self._env |= self.preloaded.environ if self.preloaded else {}
        self._troubles: list[list[float]] = []
        self._clock_right = threading.Event()
        self._clock_right.set()
        self._clocks_stand_since = 0.0
        self._web: Server | None = None
        self._workers: list[subprocess.Popen[bytes] | None] = [None] * workers
        self._bank: subprocess.Popen[bytes] | None = None
        self._around = contextlib.ExitStack()
        self._demo = DEMO
        self._places: dict[str, str] = {}
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
            self.disks = [Disk(self.folder), *(self.cluster.disks if self.cluster else ())]
            self._make()
        if not self._is_alone:
            self._people_the_city()

    def _make(self) -> None:
        make(self.folder, self.database)

    def _load(self, data: Path) -> None:
        home.load(data)

    def _people_the_city(self) -> None:
        """The departments and the bank, and how they are reached. Departments are machines of their own: what they
        write lies on no disk of ours."""
        city = offices.City(self.folder, 0, self._logs)
        city.folder = shutil.copytree(self.folder / "city", self._logs / "city", dirs_exist_ok=True)
        self._places = offices.open_all(city, self._around)
        self._load(_connections(self._demo, self.folder, self._places))
        self._open_bank()

    def _open_bank(self) -> None:
        self._bank = self._around.enter_context(offices.running(_bank(self.folder), self._logs / "bank.log"))

    @contextlib.contextmanager
    def closed_bank(self) -> Iterator[None]:
        """The bank, where there is one, is closed while this lasts."""
        if self._bank is not None:
            self._bank.kill()
            self._bank.wait()
        yield
        if self._bank is not None:
            self._open_bank()

    def start(self) -> None:
        """Start the platform and wait until it answers."""
        if not self._is_alone:
            self.start_worker()
        self.start_web()

    def start_web(self) -> None:
        """Start the web server; people are sent to its port when it answers."""
        self.raise_web()
        assert self._web is not None
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if self._web.ask(get("/healthz")):
                    self.ports = [self._web.port]
                    return
            time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def raise_web(self) -> None:
        """Start the web server; nobody waits for it."""
        threads = 4 if self.database else 2
        self._web = Server(self._wsgi, self._env, threads=threads, log=self._logs / "web.log")

    def processes(self) -> list[int]:
        """All of web and worker, by their ids."""
        web = self._web.processes() if self._web else []
        return [*web, *(process for worker in filter(None, self._workers) for process in family(worker.pid))]

    def start_worker(self) -> None:
        """Start the workers, those that do not run; nobody waits for them."""
        environ = {**os.environ, "PYTHONPATH": str(home.ROOT / "src"), **self._env}
        words = [sys.executable, "-m", self._worker_module, "worker"]
        for place, worker in enumerate(self._workers):
            if worker is None or worker.poll() is not None:
                with (self._logs / "worker.log").open("ab") as log:
                    self._workers[place] = subprocess.Popen(words, env=environ, stdout=log, stderr=log)

    def keep(self) -> None:
        """Start what has ended by itself: a worker, as the supervisor of a node does; a bank that met a full disk."""
        if any(self._workers):
            self.start_worker()
        if self._bank is not None and self._bank.poll() is not None:
            self._open_bank()

    @contextlib.contextmanager
    def wrong_clock(self, ahead: int) -> Iterator[None]:
        """What web and worker see on the wall is so many seconds ahead while this lasts."""
        assert self.preloaded is not None
        self._clock_right.clear()
        self.preloaded.clock.be(ahead)
        try:
            yield
        finally:
            self.preloaded.clock.be(0)
            self._clocks_stand_since = time.monotonic()
            self._clock_right.set()

    def time_passes(self, by: timedelta) -> None:
        """Legal time goes on at once, as `zhengtong clock advance` does it; every process sees it."""
        from zhengtong.kernel import clock

        clock.advance(by)
        self._clocks_stand_since = time.monotonic()

    def was_clock_moved(self, since: float) -> bool:
        """Whether the machine's clock was wrong between a moment and now, or legal time was moved on: what was good
        for half an hour is over then."""
        return not self._clock_right.is_set() or since < self._clocks_stand_since

    def wait_for_right_clock(self) -> None:
        """A code of an authenticator is good only while both clocks agree: who sees that they do not waits."""
        self._clock_right.wait(_PATIENCE_SECONDS)

    def days_pass(self, days: int) -> None:
        """Legal time goes on by days, so that whoever answers in days has answered."""
        self.time_passes(timedelta(days=days))

    def payday(self) -> None:
        """Legal time goes to the day of the next month on which its list is drawn up."""
        from zhengtong.kernel import clock

        now = clock.now().astimezone(clock.CHINA)
        self.time_passes((now.replace(day=1) + timedelta(days=32)).replace(day=DAY_OF_LIST) - now)

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
        self._troubles.append(span)
        yield
        span[1] = time.monotonic() + _GRACE_SECONDS

    def is_excused(self, since: float) -> bool:
        """Whether there was trouble between a moment and now."""
        return any(end >= since for _, end in self._troubles)

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
        for disk in self.disks:
            disk.remove()
        if self.preloaded is not None:
            self.preloaded.remove()


def make(folder: Path, database: str = "") -> None:
    """Make the home of the demo city, and what its departments hold."""
    folder.mkdir(parents=True, exist_ok=True)
    making = offices.City(folder, 0).making()
    home.make(folder, database)
    if making.wait():
        raise RuntimeError("the city could not be made")


def _connections(demo: Path, folder: Path, places: Mapping[str, str]) -> Path:
    """A folder to load: how the departments are reached in this run."""
    to = folder / "demo-connections"
    to.mkdir(exist_ok=True)
    (to / "connections.yaml").write_text(connections(demo, places), "utf-8")
    return to


def connections(demo: Path, places: Mapping[str, str]) -> str:
    """How departments are reached where they are in this run; one which answers in days is not asked all the while."""
    text = (demo / "connections.yaml").read_text("utf-8")
    for usual, now in places.items():
        text = text.replace(f"address: {usual}", f"address: {now}")
    return re.sub(r"again_seconds: \d+", f"again_seconds: {AGAIN_SECONDS}", text)


def _bank(folder: Path) -> list[str]:
    words = [sys.executable, str(DEMO / "departments" / "bank.py"), "--ledger", str(folder / "bank-ledger.json")]
    return [*words, "--outgoing", str(folder / "bank" / "outgoing"), "--incoming", str(folder / "bank" / "incoming")]
