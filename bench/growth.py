"""What acts cost as a node fills up: processor time with 10,000, 100,000 and 1,000,000 cases in it.

Every table an application leaves rows in is filled, the audit log too (bench/grown.py). Measured are acts of people
over HTTP, and a round of the worker that finds nothing due. The limit is the same with 10,000: what does not grow has
ratio 1.
"""

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import grown
import home
import people
from server import CONNECTIONS, Server, get
from shape import Bench, Measured
from store import Store

SIZES = (10_000, 100_000, 1_000_000)
SENT, SECONDS, WARM_UP, ROUNDS = 96, 2.0, 0.5, 20
_SILENCE = timedelta(hours=1)  # the longest wait the schedule knows: what waits longer is put back


@dataclass(slots=True)
class World:
    ours: Server
    store: Store
    session: Iterator[str]
    pages: dict[str, str]
    sent: int = 0
    curves: dict[str, list[float]] = field(default_factory=dict)


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    grown.invent(folder)
    ours = Server("zhengtong.config.wsgi:application", beside=store.cpu_seconds)
    ours.wait()
    session = people.sessions()
    world = World(ours, store, session, {})
    _send(world)
    world.pages = _pages(session)
    grown.grow(grown.INVENTED, SIZES[0])
    return world


def _pages(session: Iterator[str]) -> dict[str, str]:
    """Who looks at what: a resident at their own, a clerk at the office's."""
    own, (_, clerk) = next(session), people.clerk()
    number = people.readings(iter(lambda: own, None))[0][0].split(" ")[1].rsplit("/", 1)[1]
    addresses = {
        "get-case": (f"/api/v1/cases/{number}", own),
        "my cases": ("/mine/", own),
        "who looked": ("/mine/looks", own),
        "desk queue": ("/desk/", clerk),
        "desk archive": ("/desk/cases", clerk),
        "list-cases": ("/api/v1/cases?limit=100", clerk),
    }
    return {name: get(address, Cookie=f"sessionid={key}") for name, (address, key) in addresses.items()}


def _send(world: World) -> Measured:
    world.sent += SENT
    return world.ours.load(people.submissions(SENT, world.session), expect=201)


def _measure(world: World) -> Measured:
    """All acts at the present size; the value is the processor time of all together, in ms."""
    _send(world)
    costs = {"apply": _send(world).cpu_ms}
    for name, page in world.pages.items():
        world.ours.load([[page]] * CONNECTIONS, seconds=WARM_UP)
        turn = world.ours.load([[page]] * CONNECTIONS, seconds=SECONDS)
        assert not turn.errors, name
        costs[name] = turn.cpu_ms
    costs["idle round"] = _idle_round(world)
    for name, cost in costs.items():
        world.curves.setdefault(name, []).append(round(cost, 2))
    return Measured(sum(costs.values()), sum(costs.values()))


def _idle_round(world: World) -> float:
    """Everything the worker looks for, in vain: what the submissions left to do is done first."""
    from zhengtong.kernel import work

    _come_to_rest()
    began = time.process_time() + world.store.cpu_seconds()
    for _ in range(ROUNDS):
        for one in work.registered():
            one.run()
    return (time.process_time() + world.store.cpu_seconds() - began) / ROUNDS * 1000


def _come_to_rest() -> None:
    """No department answers here: its questions are put off as after a long silence."""
    from zhengtong.kernel import clock, retry, work
    from zhengtong.sharing.gateway.models import Question

    busy = True
    while busy:
        Question.objects.exclude(next_at=None).update(failures=retry.MANY + 1, next_at=clock.real_now() + _SILENCE)
        busy = any(one.run() for one in work.registered())


def limit(world: World) -> Measured:
    return _measure(world)


def ours(world: World) -> Measured:
    for have, wanted in itertools.pairwise(SIZES):
        grown.grow(have, wanted)
        measured = _measure(world)
    return measured


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Every case is there, and the whole log, which covers all of it, is good."""
    from zhengtong.delivery.cases.models import Case
    from zhengtong.trust.audit import api as audit

    world.ours.stop()
    assert Case.objects.count() == SIZES[-1] + world.sent
    assert audit.verify().broken is None
    told = "; ".join(f"{name} {' → '.join(map(str, costs))}" for name, costs in world.curves.items())
    return {"note": f"ms CPU with 10⁴ → 10⁵ → 10⁶ cases: {told}", "sizes": SIZES, "curves": world.curves}


def close(world: World) -> None:
    world.ours.stop()


BENCH = Bench("ms CPU", "≤ 1.2 × of 10,000", prepare, limit, ours, check, close, turns=1, higher_is_better=False)
