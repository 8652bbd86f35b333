"""One step of a process loaded, run and saved durably; beside it SpiffWorkflow by itself on the same drawing.

Ours: the log of a case read from its rows, its position rebuilt, the step ended by CEL, one more row. The limit: the
state of the library read from its row, run, written back; the drawing kept parsed, conditions as short as can be, no
articles, no rows of anything else. Both commit after every step, durably, to tables of their own.
"""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import home
from bare_spiff import Bare
from shape import Bench, Measured
from store import Bare as Connection
from store import Store

CASES, WARM_UP = 20, 2
OURS, BARE = "ours.sqlite3", "bare.sqlite3"
DRAWING = home.ROOT / "demo/services/civil-affairs/minimum-living-allowance"
WAY = (
    ("accept", "accept"),
    ("check_information", "conforming"),
    ("visit", ""),
    ("first_review", "propose"),
    ("post", ""),
    ("seven_days", ""),
    ("decide", "confirm"),
    ("give_notice", ""),
    ("publish_result", ""),
    ("start_benefit", ""),
)
"""The straight way: every gateway behind it takes its default, so that both engines look at the same conditions."""
RESULTS = {"first_review": {"apart": False}}


@dataclass(slots=True)
class World:
    ours: Connection
    bare: Connection
    process: Any
    spiff: Bare
    folder: Path
    store: Store
    cases: int = 0

    def cpu_seconds(self) -> float:
        return time.process_time() + self.store.cpu_seconds()


def prepare(folder: Path, store: Store) -> World:
    home.make(folder, store.url)
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.offer.catalogue import api as catalogue
    from zhengtong.offer.workflow import _second_opinion
    from zhengtong.offer.workflow import api as workflow

    process = workflow.process_of(catalogue.load(DRAWING, actor=system("bench"), at=clock.now()))
    assert process is not None
    drawing = _second_opinion._plain_bpmn(process.graph).replace(b"<conditionExpression>f", b"<conditionExpression>0*")
    world = World(
        _database(store, folder / OURS, "entry (number INTEGER, place INTEGER, text TEXT, UNIQUE(number, place))"),
        _database(store, folder / BARE, "state (number INTEGER PRIMARY KEY, text TEXT)"),
        process,
        Bare(drawing, process.graph.id),
        folder,
        store,
    )
    _turn(world, _one_of_ours, WARM_UP)
    _turn(world, _one_bare, WARM_UP)
    return world


def _database(store: Store, file: Path, table: str) -> Connection:
    database = store.bare(file)
    database.run(f"CREATE TABLE {table}")
    return database


def _one_of_ours(world: World, number: int) -> list[float]:
    from zhengtong.kernel import clock
    from zhengtong.offer.workflow import api as workflow
    from zhengtong.offer.workflow.data import Doing, Done

    database, times = world.ours, []
    first = workflow.begin(world.process, at=clock.now(), facts={})
    database.run("INSERT INTO entry VALUES (?, 0, ?)", (number, json.dumps(first.plain())))
    for step, outcome in WAY:
        began = time.perf_counter()
        rows = database.run("SELECT text FROM entry WHERE number = ? ORDER BY place", (number,))
        position = workflow.position(world.process, tuple(Done.read(json.loads(text)) for (text,) in rows))
        doing = Doing(step, 1, outcome, RESULTS.get(step, {}))
        done, _ = workflow.complete(world.process, position, doing, at=clock.now(), facts={})
        database.run("INSERT INTO entry VALUES (?, ?, ?)", (number, len(rows), json.dumps(done.plain())))
        times.append(time.perf_counter() - began)
    return times


def _one_bare(world: World, number: int) -> list[float]:
    database, times = world.bare, []
    database.run("INSERT INTO state VALUES (?, ?)", (number, world.spiff.begin()))
    for step, _ in WAY:
        began = time.perf_counter()
        (text,) = database.run("SELECT text FROM state WHERE number = ?", (number,))[0]
        after = world.spiff.step(text, step, step == "seven_days")
        database.run("UPDATE state SET text = ? WHERE number = ?", (after, number))
        times.append(time.perf_counter() - began)
    return times


def _turn(world: World, one: Callable[[World, int], list[float]], cases: int) -> Measured:
    began = world.cpu_seconds()
    times: list[float] = []
    for _ in range(cases):
        world.cases += 1
        times += one(world, world.cases)
    cpu = (world.cpu_seconds() - began) / len(times) * 1000
    return Measured(len(times) / sum(times), cpu, [each * 1000 for each in times])


def limit(world: World) -> Measured:
    return _turn(world, _one_bare, CASES)


def ours(world: World) -> Measured:
    return _turn(world, _one_of_ours, CASES)


def check(world: World, turns: Sequence[Measured]) -> dict[str, Any]:
    """Read again by new connections, every case of both has ended, ours as confirmed."""
    from zhengtong.offer.workflow import api as workflow
    from zhengtong.offer.workflow.data import Done

    world.ours.close()
    world.bare.close()
    with closing(world.store.bare(world.folder / OURS)) as database:
        logs: dict[int, list[str]] = {}
        for number, text in database.run("SELECT number, text FROM entry ORDER BY number, place"):
            logs.setdefault(number, []).append(text)
    with closing(world.store.bare(world.folder / BARE)) as database:
        states = [text for (text,) in database.run("SELECT text FROM state")]
    for log in logs.values():
        end = workflow.position(world.process, tuple(Done.read(json.loads(text)) for text in log)).end
        assert end is not None and end.id == "approved"
    assert all(world.spiff.done(state) for state in states)
    assert len(logs) + len(states) == world.cases
    sizes = {"log_bytes": sum(map(len, logs[min(logs)])), "limit_state_bytes": max(map(len, states))}
    return {"steps": len(WAY), "cases": len(logs), **sizes}


BENCH = Bench("steps/s", "ratio ≥ 0.33", prepare, limit, ours, check)
