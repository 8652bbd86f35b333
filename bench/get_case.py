"""One case read over HTTP by its party: session, policy, decrypted answers; beside it bare SQL and JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
import people
from server import CONNECTIONS, Server, get
from shape import Bench, Measured
from store import Store

CASES, SECONDS = 192, 3.0


@dataclass(slots=True)
class World:
    ours: Server
    bare: Server
    requests: list[list[str]]
    bare_requests: list[list[str]]


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    session = people.sessions()
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    bare = Server("bare:case", beside=store.cpu_seconds)
    ours.wait()
    bare.wait()
    opened = ours.load(people.submissions(CASES, session), expect=201)
    assert not opened.errors
    requests = people.readings(session)
    numbers = [request.split(" ")[1].rsplit("/", 1)[1] for own in requests for request in own]
    world = World(ours, bare, requests, [[get(f"/cases/{number}") for number in numbers]] * CONNECTIONS)
    for server, plan in ((ours, requests), (bare, world.bare_requests)):
        server.load(plan, seconds=1)
    return world


def limit(world: World) -> Measured:
    return world.bare.load(world.bare_requests, seconds=SECONDS)


def ours(world: World) -> Measured:
    return world.ours.load(world.requests, seconds=SECONDS)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Both told of the same case; a stranger is told that there is none."""
    assert not any(turn.errors for turn in turns)
    own, foreign = world.requests[0][0], world.requests[1][0]
    number = own.split(" ")[1].rsplit("/", 1)[1]
    told = _json(world.ours.ask(own.replace("Accept-Encoding: gzip", "Accept-Encoding: identity")))
    bare = _json(world.bare.ask(get(f"/cases/{number}")))
    assert told["number"] == bare["number"] == number
    assert len(told["steps"]) == len(bare["steps"]) > 0
    assert len(told["evidence"]) == len(bare["evidence"]) > 0
    stranger = own.split("Cookie: ")[0] + "Cookie: " + foreign.split("Cookie: ")[1]
    assert world.ours.ask(stranger).startswith(b"HTTP/1.1 404")
    return {"cases": CASES, "bytes": len(json.dumps(told, ensure_ascii=False).encode()), "connections": CONNECTIONS}


def _json(answer: bytes) -> dict[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), answer
    return dict(json.loads(body))


def close(world: World) -> None:
    world.ours.stop()
    world.bare.stop()


BENCH = Bench("requests/s", "≤ 4 ms CPU", prepare, limit, ours, check, close)
