"""An upgrade while people apply, rate and decide: old and new version beside each other, nobody waits, nothing is lost.

    python bench/rehearse.py --from build/old --seed 1

The old version makes the city on a PostgreSQL of its own and serves. The new one migrates under it, serves beside it,
and goes on alone. What people were told is compared with the rows in the end, as by `torture`.
"""

import itertools
import random
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import home
from rehearse_people import Filler, Watcher, gap
from rehearse_world import TwoVersions
from torture import RESIDENTS, Plan, crowd_arguments, elders, end, signed_in, told
from torture_lines import Run, Visitor
from torture_people import CLERKS, Applicant, Clerk

FILLER = RESIDENTS[-1]
_DRAIN_SECONDS = 5.0
_WHOLE_SECONDS = 30.0  # a run as long as this also takes in the data of the new version
_OLD_ALONE = 0.25  # of the time, before and after the migration each; both then have the same, and the new the rest
_LONGEST_GAP_SECONDS = 3.0
_MONEY_SECONDS = 120.0
_PAUSE_SECONDS = 15.0  # between two acts of one person, at most


def rehearse(folder: Path, old: Path, plan: Plan, new: Path = home.ROOT) -> dict[str, Any]:
    """Upgrade while people act; counts, seconds, and what is wrong under `lost`, `double`, `broken`."""
    world = TwoVersions(folder, old, new, plan.database)
    try:
        world.make()
        receipts = folder.with_name(folder.name + "-receipts.txt")
        run = Run(world, receipts, elders(folder, plan.seed), random.Random(f"{plan.seed} line"), plan.lost_answers)
        run.receipts.touch()
        world.start()
        crowd = _crowd(run, plan)
        for person in crowd:
            person.start()
        seconds = _upgrade(run, plan)
        run.ending.set()
        for person in crowd:
            person.join()
        return {"seed": plan.seed, "seconds": seconds, **_found(run, plan)}
    finally:
        world.remove()


def _crowd(run: Run, plan: Plan) -> list[threading.Thread]:
    """Applicants and clerks as in `torture`, one who fills forms in, and one who looks all the time."""
    accounts = itertools.cycle([signed_in(run, name) for name in RESIDENTS[: plan.clients] if name != FILLER])
    dice = [random.Random(f"{plan.seed} {n}") for n in range(plan.clients)]
    acting = [Applicant(Visitor(run, next(accounts)), one, plan.pause) for one in dice]
    deciding = [Clerk(Visitor(run, signed_in(run, name)), 1.0) for name in CLERKS[: plan.clerks]]
    seeing = [
        Filler(run, FILLER, random.Random(f"{plan.seed} fills"), plan.pause),
        Watcher(Visitor(run, next(accounts))),
    ]
    return [threading.Thread(target=one.live, daemon=True) for one in (*acting, *deciding, *seeing)]


def _upgrade(run: Run, plan: Plan) -> dict[str, float]:
    """The upgrade step by step, as docs/operations.md has it; the seconds of each. Stops where one fails."""
    world, took = run.world, {}
    assert isinstance(world, TwoVersions)
    try:
        time.sleep(plan.seconds * _OLD_ALONE)
        took["migrating"] = world.new.run("migrate", "--beside")
        time.sleep(plan.seconds * _OLD_ALONE)
        began = time.monotonic()
        world.start_new()
        took["starting"] = time.monotonic() - began
        if plan.seconds >= _MONEY_SECONDS:
            world.payday()
        time.sleep(plan.seconds * _OLD_ALONE)
        took["ending"] = world.end_old(_DRAIN_SECONDS)
        if plan.seconds >= _WHOLE_SECONDS:
            world.load_new()
        time.sleep(plan.seconds * _OLD_ALONE)
    except RuntimeError as error:
        run.broken.append(f"upgrade: {error}")
        world.start_worker()
    return {step: round(seconds, 1) for step, seconds in took.items()}


def _found(run: Run, plan: Plan) -> dict[str, Any]:
    """What the checker says, and what people met with: nobody may have met with anything."""
    longest = gap(run.answers)
    met = {
        "answered": run.answered,
        "answers_5xx": run.faults,
        "unreached": run.unreached,
        "longest_without_answer": round(longest, 2),
        "slowest_answer": round(max((answer.took for answer in run.answers), default=0.0), 2),
    }
    found = end(run, Counter(), replace(plan, clerks=0))
    if run.faults or run.unreached:
        found["broken"].append(f"{run.faults} answers 5xx, {run.unreached} requests without an answer")
    if run.signed_out:
        found["broken"].append(f"{run.signed_out} sessions did not hold")
    if longest > _LONGEST_GAP_SECONDS:
        found["broken"].append(f"nobody was answered for {longest:.1f} seconds")
    said = Counter(found["broken"])  # what breaks for one breaks for all
    return {**met, **found, "broken": [f"{one} ({count} times)" if count > 1 else one for one, count in said.items()]}


def main() -> int:
    parser = crowd_arguments(seconds=60.0, clients=30)
    parser.add_argument("--from", dest="old", type=Path, required=True)
    given = parser.parse_args()
    plan = Plan(given.seed, given.seconds, clients=given.clients, pause=_PAUSE_SECONDS)
    return told("rehearse", lambda folder: rehearse(folder, given.old.absolute(), plan))


if __name__ == "__main__":
    sys.exit(main())
