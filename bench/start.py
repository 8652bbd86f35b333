"""A cold start: from nothing running to the front page; beside it Django by itself under the same server.

The system's cache of files is emptied first where that is permitted, so that programs come from the disk. Then what
every process holds in memory, after it has answered: the web server's and the worker's.
"""

import atexit
import contextlib
import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import home
from server import CONNECTIONS, Server, free_port, get, held
from shape import Bench, Measured
from store import Store

WORDS = "您想办什么事"
LOADED_SECONDS, SETTLED_SECONDS = 1.0, 5.0
_MB = 1 << 20


@dataclass(slots=True)
class World:
    store: Store
    is_cold: bool = False
    held: dict[str, int] = field(default_factory=dict)


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    from django.db import connections

    connections.close_all()
    (folder / "rows.pickle").write_bytes(b"\x80\x04]\x94.")  # no rows: the bare view inserts none
    return World(store)


class Node(Server):
    """A node as `zhengtong serve` starts it: web, worker and whoever watches over them."""

    def __init__(self, store: Store) -> None:
        self.port, self._beside = free_port(), store.cpu_seconds
        words = [sys.executable, "-m", "zhengtong.config.console", "serve", "--port", str(self.port)]
        environ = {**os.environ, "PYTHONPATH": str(home.ROOT / "src")}
        self._process = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
        atexit.register(self.stop)


def _cold() -> bool:
    """Empty the system's cache of files; whether that was permitted."""
    os.sync()
    with contextlib.suppress(OSError):
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    return False


def _start(world: World, start: Callable[[], Server]) -> tuple[Server, Measured, bytes]:
    world.is_cold = _cold()
    used, begun = world.store.cpu_seconds(), time.perf_counter()
    server = start()
    page = server.first(get("/"))
    taken = time.perf_counter() - begun
    return server, Measured(taken, (server.cpu_seconds() - used) * 1000), page


def limit(world: World) -> Measured:
    server, measured, _ = _start(world, lambda: Server("bare_django:application", beside=world.store.cpu_seconds))
    server.stop()
    return measured


def ours(world: World) -> Measured:
    """The first page must be the front page; what each process then holds is looked at when it has worked a while."""
    server, measured, page = _start(world, lambda: Node(world.store))
    assert WORDS in gzip.decompress(page.partition(b"\r\n\r\n")[2]).decode()
    time.sleep(SETTLED_SECONDS)
    for path in ("/", f"/services/{home.SERVICE}/?rendered", "/search?q=%E9%AB%98%E9%BE%84"):
        assert not server.load([[get(path)]] * CONNECTIONS, seconds=LOADED_SECONDS).errors
    world.held = {_name(pid): round(held(pid, alone=True) / _MB) for pid in server.processes()}
    server.stop()
    return measured


def _name(pid: int) -> str:
    """What a process is, by its last words, and its id: several are of one kind."""
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    found = next(
        (word for word in ("worker", "serve", "granian", "_worker.py") if any(word in one for one in words)), ""
    )
    return f"{found or words[0]} {pid}"


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """The pages were looked at as they came; here is what processes hold."""
    kinds: dict[str, list[int]] = {}
    for name, size in world.held.items():
        kinds.setdefault(name.split()[0], []).append(size)
    database = round(world.store.memory() / _MB)
    told = "; ".join(f"{kind} {sizes}" for kind, sizes in kinds.items())
    cold = "cold" if world.is_cold else "warm"
    return {"note": f"{cold}; MB held: {told}; database {database}", "held_mb": kinds, "database_mb": database}


BENCH = Bench("s", "printed", prepare, limit, ours, check, higher_is_better=False)
