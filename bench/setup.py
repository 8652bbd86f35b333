"""From a fresh clone to the demo's front page; beside it the same locked packages installed alone.

Cloned, installed and made are from nothing: an empty home directory, so no cache of packages; shared with the machine
are Python itself and where packages are fetched from. Neither the clone nor the demo's journey after the first page
is part of the time.
"""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import home
from server import cpu_seconds, free_port
from shape import Bench, Measured
from store import Store

WORDS = "您想办什么事"
_PATIENCE_SECONDS = 60


@dataclass(slots=True)
class World:
    clone: Path
    environ: dict[str, str]
    port: int
    page: str = ""
    demo: list["subprocess.Popen[bytes]"] = field(default_factory=list)


def prepare(folder: Path, store: Store) -> World:
    clone, empty = folder / "clone", folder / "empty"
    empty.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(home.ROOT), str(clone)], check=True)
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGTONG", "PYTHON", "UV_"))}
    environ |= {"HOME": str(empty), "XDG_CACHE_HOME": str(empty / "cache"), "ZHENGTONG_PORT": str(port)}
    if store.url:
        environ["ZHENGTONG_DATABASE_URL"] = store.url
    return World(clone, environ, port)


def limit(world: World) -> Measured:
    """An empty environment and the lock installed into it, with the same installer and no cache either."""
    alone = world.clone.parent / "alone"
    python, lock = alone / "bin" / "python", world.clone / "requirements" / "base.lock"
    version = next(
        line.split(":=")[1].strip()
        for line in (world.clone / "Makefile").read_text().splitlines()
        if "UV_VERSION :=" in line
    )
    begun, used = time.perf_counter(), _used()
    _run(world, sys.executable, "-m", "venv", str(alone))
    _run(world, str(python), "-m", "pip", "install", "-q", f"uv=={version}")
    _run(
        world,
        str(alone / "bin" / "uv"),
        "pip",
        "install",
        "-q",
        "--python",
        str(python),
        "--require-hashes",
        "-r",
        str(lock),
    )
    taken, cpu_ms = time.perf_counter() - begun, (_used() - used) * 1000
    shutil.rmtree(alone)
    shutil.rmtree(world.environ["XDG_CACHE_HOME"], ignore_errors=True)
    return Measured(taken, cpu_ms)


def ours(world: World) -> Measured:
    """`make venv`, then the demo as `make demo` starts it, until its front page comes."""
    begun, used = time.perf_counter(), _used()
    _run(world, "make", "venv", f"PYTHON={sys.executable}")
    installed, cpu = time.perf_counter() - begun, _used() - used
    words = [str(world.clone / ".venv/bin/python"), "demo/run.py"]
    with (world.clone / "demo.log").open("wb") as log:
        world.demo.append(subprocess.Popen(words, cwd=world.clone, env=world.environ, stdout=log, stderr=log))
    world.page = _front_page(world)
    taken = time.perf_counter() - begun
    cpu += cpu_seconds(world.demo[0].pid)
    parts = {"venv_s": round(installed, 2), "demo_to_page_s": round(taken - installed, 2)}
    return Measured(taken, cpu * 1000, more=parts)


def _front_page(world: World) -> str:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and world.demo[0].poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{world.port}/", timeout=5) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError((world.clone / "demo.log").read_text(errors="replace")[-2000:])


def _used() -> float:
    """Processor time of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(world: World, *words: str) -> None:
    done = subprocess.run(words, cwd=world.clone, env=world.environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """The page that came is the front page, and the home is there to be served again."""
    assert WORDS in world.page
    assert (world.clone / "var" / "demo-accounts.txt").exists()
    packages = list((world.clone / ".venv").glob("lib/python*/site-packages/*.dist-info"))
    return {"packages": len(packages)}


def close(world: World) -> None:
    for process in world.demo:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


BENCH = Bench("s", "≤ 60 s", prepare, limit, ours, check, close, turns=1, higher_is_better=False)
