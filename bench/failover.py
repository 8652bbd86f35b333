"""Two database hosts lose each other while people apply, rate and decide: how long nobody can, and what is lost.

    python bench/failover.py --seed 1

The leading host loses its cable, then the next its power, then the lead is handed over as before maintenance. Before
each, both hosts are whole. What people were told is compared with the rows in the end, as by `torture`.
"""

import contextlib
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hosts import NotPermitted
from province import Province
from torture import Plan, crowd_arguments, elders, end, people, told
from torture_lines import Run
from torture_world import World

WORKERS = 2
_CALM_SECONDS = 15.0  # of undisturbed work before each blow
_LONGEST_SECONDS = 120.0  # until somebody is answered after a blow
_USUAL_SECONDS = 10.0  # of work that is needed after it, for the gap to end


def fail_over(folder: Path, plan: Plan) -> dict[str, Any]:
    """Let people act and take the leading host away, each way once; counts, outages, and what is wrong."""
    province = Province()
    try:
        world = World(folder, province.url, workers=WORKERS)
        try:
            return _run(
                world,
                province,
                folder,
                Plan(plan.seed, plan.seconds, database=province.url, clients=plan.clients, signing=0.0),
            )
        finally:
            world.remove()
    finally:
        province.remove()


def _run(world: World, province: Province, folder: Path, plan: Plan) -> dict[str, Any]:
    world.make()
    line = random.Random(f"{plan.seed} line")
    receipts = folder.with_name(folder.name + "-receipts.txt")
    run = Run(world, receipts, elders(folder, plan.seed), line, plan.lost_answers)
    run.receipts.touch()
    world.start()
    crowd = people(run, plan)
    for person in crowd:
        person.start()
    outages = {name: _outage(run, blow, plan) for name, blow in _blows(province).items()}
    run.ending.set()
    for person in crowd:
        person.join()
    return {"seed": plan.seed, "seconds_without_answer": outages, **end(run, Counter(outages.keys()), plan)}


def _blows(province: Province) -> "dict[str, contextlib.AbstractContextManager[None]]":
    """What happens to the leading host, by name; each ends when both hosts are whole again."""
    return {"cable": _cable(province), "power": _power(province), "handed over": _handed_over(province)}


@contextlib.contextmanager
def _cable(province: Province) -> Iterator[None]:
    leader = province.wait_for_leader()
    leader.pull_cable()
    province.wait_for_leader(leader)
    yield
    leader.plug_cable()
    province.wait_until_whole()


@contextlib.contextmanager
def _power(province: Province) -> Iterator[None]:
    leader = province.wait_for_leader()
    leader.lose_power()
    province.wait_for_leader(leader)
    yield
    province.restore_power(leader)
    province.wait_until_whole()


@contextlib.contextmanager
def _handed_over(province: Province) -> Iterator[None]:
    leader = province.wait_for_leader()
    province.switch_over()
    province.wait_for_leader(leader)
    yield
    province.wait_until_whole()


def _outage(run: Run, blow: "contextlib.AbstractContextManager[None]", plan: Plan) -> float:
    """The longest time in which nobody got a receipt, from just before a blow until work goes on after it."""
    time.sleep(max(_CALM_SECONDS, plan.seconds / 3))
    with run.world.trouble():
        began = time.monotonic()
        with blow:
            _wait_for_receipts(run, time.monotonic())
        run.world.keep()
    time.sleep(_USUAL_SECONDS)
    moments = [one["at"] for one in run.told()]
    around = [max(at for at in moments if at <= began), *(at for at in moments if at > began), time.monotonic()]
    return round(max(after - before for before, after in itertools.pairwise(around)), 1)


def _wait_for_receipts(run: Run, since: float) -> None:
    """Until people are answered again; that they never are is a fault."""
    until = time.monotonic() + _LONGEST_SECONDS
    while not any(one["at"] > since for one in run.told()):
        if time.monotonic() > until:
            run.broken.append(f"nobody was answered for {_LONGEST_SECONDS:.0f} seconds")
            return
        time.sleep(0.1)


def main() -> int:
    given = crowd_arguments(seconds=60.0, clients=60).parse_args()
    plan = Plan(given.seed, given.seconds, clients=given.clients, pause=5.0)
    try:
        return told("failover", lambda home: fail_over(home, plan))
    except NotPermitted as reason:
        sys.stderr.write(f"{reason}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
