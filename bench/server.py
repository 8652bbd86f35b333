"""granian as `zhengtong serve` starts it, what it costs, and load upon it."""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from shape import Measured

HERE = Path(__file__).parent
CONNECTIONS = 16
_START_SECONDS = 30.0
_IDLE_SECONDS = 0.02
_STOP_SECONDS = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A running server: two workers, of one thread each unless told otherwise.

    `beside` tells the processor time of whoever works for it in processes of their own: the database.
    """

    def __init__(
        self,
        wsgi: str,
        env: Mapping[str, str] | None = None,
        *,
        threads: int = 1,
        log: Path | None = None,
        beside: Callable[[], float] = float,
    ) -> None:
        self.port, self._beside = free_port(), beside
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "2"]
        command += ["--blocking-threads", str(threads)]
        environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent / "src"), str(HERE)]), **(env or {})}
        with log.open("ab") if log else contextlib.nullcontext() as to:
            self._process = subprocess.Popen([*command, wsgi], env=environ, stdout=to, stderr=to)
        atexit.register(self.stop)  # also when a bench fails before it is made

    def first(self, request: str) -> bytes:
        """The first answer it gives; other workers may still be starting."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            with contextlib.suppress(OSError):
                if answer := self.ask(request):
                    return answer
            time.sleep(0.01)
        raise RuntimeError("the server did not come up")

    def wait(self, path: str = "/") -> bytes:
        """Wait until it answers and every worker has started; returns the whole answer."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                answer = self.ask(get(path))
            except OSError:
                time.sleep(0.05)
            else:
                self._settle(until)
                return answer
        raise RuntimeError("the server did not come up")

    def _settle(self, until: float) -> None:
        """A worker that is still starting would be counted as work: wait until nothing is being done."""
        done, before = self.cpu_seconds(), -1.0
        while done - before > _IDLE_SECONDS and time.monotonic() < until:
            time.sleep(0.3)
            before, done = done, self.cpu_seconds()

    def ask(self, request: str) -> bytes:
        """One request on a connection of its own; `request` must ask to close it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1).encode())
            return b"".join(iter(lambda: connection.recv(262_144), b""))

    def load(
        self, connections: Sequence[Sequence[str]], *, expect: int = 200, seconds: float | None = None
    ) -> Measured:
        """Requests per second, with processor time, latencies and answers that were other than expected."""
        before, beside = self.cpu_seconds(), self._beside()
        plan = {"port": self.port, "expect": expect, "seconds": seconds, "connections": connections}
        done = subprocess.run(
            [sys.executable, str(HERE / "load.py")], input=json.dumps(plan), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        told = json.loads(done.stdout)
        if told["wrong"]:
            print(told["wrong"], file=sys.stderr)
        count = sum(told["statuses"].values())
        return Measured(
            value=count / told["seconds"],
            cpu_ms=(self.cpu_seconds() - before) * 1000 / count,
            latencies_ms=told["latencies_ms"],
            errors=count - told["statuses"].get(str(expect), 0),
            database_cpu_ms=(self._beside() - beside) * 1000 / count,
        )

    def cpu_seconds(self) -> float:
        """Processor time of all processes of the server, and of those beside it; SQLite works inside them."""
        return cpu_seconds(self._process.pid) + self._beside()

    def processes(self) -> list[int]:
        """Their ids, the parent first."""
        return family(self._process.pid)

    def kill(self) -> None:
        """Kill all of it at once, as a power cut would."""
        kill_family(self._process)

    def stop(self) -> None:
        """End it, if it still runs."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            kill_family(self._process)


def get(path: str, **headers: str) -> str:
    """A GET as a browser sends it."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]) + "\r\n\r\n"


def post(path: str, body: str, **headers: str) -> str:
    """A POST of JSON."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body.encode())}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_family(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL to a process and all below it, by their ids; the parent first: it would start a dead child anew."""
    for pid in family(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def family(root: int) -> list[int]:
    """A process and all below it."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(_fields(stat)[1])
        except OSError:
            continue  # it ended meanwhile
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def cpu_seconds(root: int) -> float:
    """Processor time of a process and all below it, those that have ended too."""
    times = (_fields(Path(f"/proc/{pid}/stat"))[11:15] for pid in family(root))
    return sum(int(ticks) for process in times for ticks in process) / _TICKS


def held(root: int, *, alone: bool = False) -> int:
    """Bytes a process and all below it, or it `alone`, hold in memory; of what several share each has its share."""
    lines = (
        line
        for pid in ([root] if alone else family(root))
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    )
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _fields(stat: Path) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, which may hold spaces: state, parent, …, utime,
    stime and the same of children that were waited for."""
    return stat.read_text().rpartition(")")[2].split()
