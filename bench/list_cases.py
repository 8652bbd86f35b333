"""The first 100 of an office's queue over HTTP, by due date, as a clerk gets them; beside it bare SQL and JSON.

The rows of some invented cases are copied inside the database until the table holds 10,000, and after a first
measurement 1,000,000, every fifth of them open: due dates, states and people vary, encrypted names are decrypted row
by row. The look is recorded each time, naming everybody shown, as it is for every clerk.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grown
import home
import people
from server import CONNECTIONS, Server, get
from shape import Bench, Measured
from store import Store

SMALL, LARGE, SHOWN, SECONDS, WARM_UP = 10_000, 1_000_000, 100, 2.0, 0.5


@dataclass(slots=True)
class World:
    ours: Server
    bare: Server
    request: str
    bare_request: str
    small: Measured

    def load_ours(self) -> Measured:
        return self.ours.load([[self.request]] * CONNECTIONS, seconds=SECONDS)


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    grown.invent(folder)
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    bare = Server("bare:queue", beside=store.cpu_seconds)
    ours.wait()
    bare.wait()
    opened = ours.load([[people.submissions(CONNECTIONS, people.sessions())[0][0]]], expect=201)
    assert not opened.errors
    office, session = people.clerk()
    request = get(f"/api/v1/cases?limit={SHOWN}", Cookie=f"sessionid={session}")
    world = World(ours, bare, request, get(f"/cases/{office}"), opened)
    grown.grow(grown.INVENTED, SMALL, cases_alone=True)
    ours.load([[request]] * CONNECTIONS, seconds=WARM_UP)
    world.small = world.load_ours()
    grown.grow(SMALL, LARGE, cases_alone=True)
    for server, plan in ((ours, request), (bare, world.bare_request)):
        server.load([[plan]] * CONNECTIONS, seconds=WARM_UP)
    return world


def limit(world: World) -> Measured:
    return world.bare.load([[world.bare_request]] * CONNECTIONS, seconds=SECONDS)


def ours(world: World) -> Measured:
    return world.load_ours()


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Both list the same cases, most urgent first; the next page goes on; whoever is no clerk of it gets none."""
    assert not any(turn.errors for turn in (world.small, *turns))
    told, bare = _items(world.ours, world.request), _items(world.bare, world.bare_request)
    assert [one["number"] for one in told["items"]] == [one["number"] for one in bare["items"]][:SHOWN]
    assert len(told["items"]) == SHOWN and told["next"]
    after = world.request.replace(f"/api/v1/cases?limit={SHOWN}", told["next"])
    following = _items(world.ours, after)["items"]
    assert not {one["number"] for one in following} & {one["number"] for one in told["items"]}
    dues = [one["promised_due"] for one in (*told["items"], *following)]
    assert dues == sorted(dues) and all(one["state"] != "closed" for one in told["items"])
    _recorded(sum(len(turn.latencies_ms) for turn in turns))
    own = _items(world.ours, get("/api/v1/cases", Cookie=f"sessionid={next(people.sessions())}"))
    assert len(own["items"]) <= 20 and own["items"][:1] != told["items"][:1]
    cpu_ms = sum(turn.cpu_ms for turn in turns) / len(turns)
    growth = round(cpu_ms / world.small.cpu_ms, 3)
    return {
        "note": f"{LARGE:,} cases; of {SMALL:,}: {world.small.cpu_ms:.3f} ms, growth {growth}",
        "cases": LARGE,
        "shown": SHOWN,
        "small_cases": SMALL,
        "small_cpu_ms": round(world.small.cpu_ms, 3),
        "growth": growth,
        "connections": CONNECTIONS,
    }


def _recorded(looks: int) -> None:
    """Every look that was measured is in the log with everybody it showed."""
    from zhengtong.trust.audit.models import AuditRow, AuditSubject

    rows = AuditRow.objects.filter(action="cases.listed")
    assert rows.count() >= looks
    last = rows.order_by("-pk").values_list("pk", flat=True)[0]
    assert AuditSubject.objects.filter(row=last).exists()


def _items(server: Server, request: str) -> dict[str, Any]:
    answer = server.ask(request.replace("Accept-Encoding: gzip", "Accept-Encoding: identity"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), answer[:500]
    return dict(json.loads(body))


def close(world: World) -> None:
    world.ours.stop()
    world.bare.stop()


BENCH = Bench("requests/s", "≤ 10 ms CPU, ≤ 1.2 × of 10,000", prepare, limit, ours, check, close)
