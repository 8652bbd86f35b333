"""The guide of a service, asked for by browsers that take gzip; beside it a bare WSGI hello of the same size."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
from server import CONNECTIONS, Server, get
from shape import Bench, Measured
from store import Store

GUIDE = f"/services/{home.SERVICE}/"
SECONDS, UNCACHED_SECONDS = 3.0, 3.0
WORDS = "高龄津贴"


@dataclass(slots=True)
class World:
    ours: Server
    hello: Server
    page: bytes


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    page = _body(ours.wait(GUIDE))
    hello = Server("bare:hello", {"BENCH_HELLO_BYTES": str(len(page))})
    hello.wait()
    world = World(ours, hello, page)
    for server, path in ((ours, GUIDE), (hello, "/")):
        server.load(_all(path), seconds=1)
    return world


def _all(path: str) -> list[list[str]]:
    return [[get(path)]] * CONNECTIONS


def limit(world: World) -> Measured:
    return world.hello.load(_all("/"), seconds=SECONDS)


def ours(world: World) -> Measured:
    return world.ours.load(_all(GUIDE), seconds=SECONDS)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """The page that was served is the guide, byte for byte what Django renders; then the same without the cache."""
    served, rendered = _body(world.ours.ask(get(GUIDE))), _body(world.ours.ask(get(GUIDE + "?rendered")))
    assert WORDS in gzip.decompress(served).decode()
    # The links that change the language keep a page's query, so the rendered one names it.
    assert gzip.decompress(rendered).replace(b"rendered=&amp;", b"") == gzip.decompress(served)
    assert not any(turn.errors for turn in turns)
    uncached = world.ours.load(_all(GUIDE + "?rendered"), seconds=UNCACHED_SECONDS)
    assert not uncached.errors
    return {
        "uncached": round(uncached.value, 1),
        "uncached_cpu_ms": round(uncached.cpu_ms, 3),
        "bytes": len(served),
        "connections": CONNECTIONS,
    }


def _body(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    return body


def close(world: World) -> None:
    world.ours.stop()
    world.hello.stop()


BENCH = Bench("requests/s", "ratio ≥ 0.6", prepare, limit, ours, check, close)
