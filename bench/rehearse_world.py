"""A node that is upgraded while it works: two versions of the source side by side on one home and database."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import home
from server import free_port, kill_family
from torture_world import DEMO, POSTGRESQL, World, connections, offices

_PATIENCE_SECONDS = 400.0
_END_SECONDS = 60.0
_READY = 200


class Version:
    """A folder of sources, and `zhengtong serve` of it: two web processes and a worker. Libraries are today's."""

    def __init__(self, source: Path, name: str, logs: Path) -> None:
        self.source, self._log = source, logs / f"{name}.log"
        self._serving: subprocess.Popen[bytes] | None = None
        self.port = 0

    def run(self, *words: str) -> float:
        """Run one command of this version; the seconds it took. RuntimeError with its words when it fails."""
        began = time.monotonic()
        command = [*self._console, *words]
        done = subprocess.run(command, env=self._environ, cwd=self.source, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return time.monotonic() - began

    def serve(self) -> None:
        """Start it, and wait until it says that it can work."""
        self.port = free_port()
        command = [*self._console, "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._serving = subprocess.Popen(command, env=self._environ, cwd=self.source, stdout=log, stderr=log)
        until = time.monotonic() + _PATIENCE_SECONDS
        while not self.is_ready():
            if time.monotonic() > until or self._serving.poll() is not None:
                raise RuntimeError(f"{self.source} did not come up:\n{self.said()}")
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """What a proxy asks before it sends people."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == _READY)
        except (URLError, OSError):
            return False

    def end(self) -> float:
        """End it as its service manager does; the seconds until it had ended. RuntimeError when it would not."""
        began = time.monotonic()
        if self._serving is not None:
            self._serving.send_signal(signal.SIGTERM)
            try:
                self._serving.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                raise RuntimeError(f"{self.source} did not end in {_END_SECONDS:.0f} seconds") from None
        return time.monotonic() - began

    def kill(self) -> None:
        if self._serving is not None:
            kill_family(self._serving)

    def said(self) -> str:
        """The end of what it wrote to its log."""
        return self._log.read_text(errors="replace")[-3000:] if self._log.exists() else ""

    @property
    def _console(self) -> list[str]:
        return [sys.executable, "-m", "zhengtong.config.console"]

    @property
    def _environ(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.source / "src")}


class TwoVersions(World):
    """The city and its node: made by the old version, served by the old, by both, by the new. `ports` are those a
    proxy sends people to."""

    def __init__(self, folder: Path, old: Path, new: Path, database: str = "") -> None:
        super().__init__(folder, database or POSTGRESQL)
        self.old, self.new = Version(old, "old", self._logs), Version(new, "new", self._logs)
        self._demo = old / "demo"

    def _make(self) -> None:
        """The departments are today's, all else the old version makes itself."""
        self.folder.mkdir(parents=True, exist_ok=True)
        making = offices.City(self.folder, 0).making()
        (self.folder / "demo.json").write_text("{}")
        home.use(self.folder, self.database)  # for whoever looks at the rows in the end, and for all processes
        self.old.run("load", "--migrate", str(self._demo))
        if making.wait():
            raise RuntimeError("the city could not be made")

    def _load(self, data: Path) -> None:
        self.old.run("load", str(data))

    def start(self) -> None:
        self.old.serve()
        self.ports = [self.old.port]

    def start_new(self) -> None:
        """The new version beside the old; people get to both once it is ready."""
        self.new.serve()
        self.ports = [self.old.port, self.new.port]

    def end_old(self, drain_seconds: float) -> float:
        """Nobody is sent to the old version any more; it finishes what it has at hand and ends. Seconds that took."""
        self.ports = [self.new.port]
        time.sleep(drain_seconds)
        return self.old.end()

    def load_new(self) -> None:
        """What the new version knows of the city, once it is alone: definitions the old could not have read."""
        data = self.folder.with_name(f"{self.folder.name}-data")
        shutil.copytree(DEMO, data / "demo", ignore=shutil.ignore_patterns("departments", "*.py", "__pycache__"))
        (data / "services").symlink_to(self.new.source / "services")
        (data / "demo" / "connections.yaml").write_text(connections(DEMO, self._places), "utf-8")
        self.new.run("load", str(data / "demo"))

    def kill_web(self) -> None:
        """Web and worker are one group: both go with `kill_worker`."""

    def kill_worker(self) -> None:
        self.old.kill()
        self.new.kill()

    def keep(self) -> None:
        """`serve` keeps its worker; the bank met no full disk."""
