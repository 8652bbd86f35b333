"""The platform killed again and again while people use it; a checker then compares their receipts with what is left.

    python bench/torture.py --seed 1 --seconds 20 --database postgresql

People apply, rate and decide over HTTP; web, worker and database are killed with SIGKILL at moments given by the seed.
At the end everything is killed once more, started again, and left alone until it has come to rest.
"""

import argparse
import itertools
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import torture_checks
from torture_evils import evils
from torture_households import HOUSEHOLD, TOWNSHIP, Household, Township
from torture_lines import Account, Run, Visitor
from torture_people import CLERKS, Applicant, Clerk
from torture_world import AGAIN_SECONDS, POSTGRESQL, World

RESIDENTS = ("李敏", "赵德福", "孙玉兰", "王德明", "陈国富", "罗小满")
_EARLIEST_BIRTH, _LATEST_BIRTH = "1927-01-01", "1946-01-01"  # who is 80, and younger than 100, in the years of the demo
_LONGEST_WAIT_SECONDS = 20.0  # for anybody to be answered after a blow
_LONGEST_MORE_SECONDS = 600.0  # that a run goes on for because too few were answered
_AT_ONCE = 0.25  # of the blows fall although nobody was answered since the last
_DAYS_OF_SLOWEST_BANK = 21  # it answers on the ninth working day
_PRELOADED = {"slow disk", "machine clock"}
_MONEY_BY_SECONDS = 120.0  # a run as long as this sees the money of a month paid


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is: it lasts `seconds`, and longer until people had `least` answers and, if it is long enough to see
    the money of a month paid, until that was paid.

    Each of the `clients` waits up to `pause` seconds between its acts; up to `calm` seconds pass between two kills;
    `evils` are all there are unless named; the worker has `rest` seconds to come to rest. Of the answers to what is
    sent the share `lost_answers` never arrives. The share `signing` of the clients are households whose adults sign.
    `wsgi`, `worker` and `path` are for planted faults.
    """

    seed: int
    seconds: float
    least: int = 0
    database: str = ""
    clients: int = 200
    clerks: int = 2
    calm: float = 8.0
    pause: float = 120.0
    evils: tuple[str, ...] = ()
    rest: float = 420.0
    lost_answers: float = 0.05
    signing: float = 0.125
    wsgi: str = ""
    worker: str = ""
    path: str = ""
    alone: bool = False

    @property
    def households(self) -> int:
        return int(self.clients * self.signing)

    @property
    def sees_money(self) -> bool:
        """Whether the month's list is drawn up, checked and confirmed in it: that needs both clerks."""
        return self.clerks > 1 and self.seconds >= _MONEY_BY_SECONDS


def torture(folder: Path, plan: Plan) -> dict[str, Any]:
    """Let people act and kill for so long; returns the counts, with what is wrong under `lost`, `double`, `broken`."""
    world = World(
        folder,
        plan.database,
        wsgi=plan.wsgi,
        worker=plan.worker,
        path=plan.path,
        alone=plan.alone,
        preloads=not plan.evils or not _PRELOADED.isdisjoint(plan.evils),
    )
    try:
        world.make()
        receipts = folder.with_name(folder.name + "-receipts.txt")
        line = random.Random(f"{plan.seed} line")
        run = Run(world, receipts, elders(folder, plan.seed), line, plan.lost_answers)
        run.receipts.touch()
        world.start()
        crowd = people(run, plan)
        kills = _storm(run, crowd, plan)
        return {"seed": plan.seed, "database": _kind(plan), **end(run, kills, plan)}
    finally:
        world.remove()


def _kind(plan: Plan) -> str:
    return plan.database.partition(":")[0] or "sqlite"


def people(run: Run, plan: Plan) -> list[threading.Thread]:
    """Applicants share the accounts of the demo's residents, as one person has several browsers; two are clerks."""
    count = plan.clients - plan.households
    accounts = [signed_in(run, name) for name in RESIDENTS[:count]]
    shared = itertools.cycle(accounts)
    dice = [random.Random(f"{plan.seed} {n}") for n in range(count)]
    applicants = [Applicant(Visitor(run, next(shared)), one, plan.pause) for one in dice]
    clerks = [Clerk(Visitor(run, signed_in(run, name)), 1.0) for name in CLERKS[: plan.clerks]]
    everybody = (*applicants, *clerks, *_households(run, plan, accounts))
    return [threading.Thread(target=one.live, daemon=True) for one in everybody]


def _households(run: Run, plan: Plan, accounts: list[Account]) -> list[Household | Township]:
    """Browsers of one couple, and the clerk who accepts what they send."""
    if not plan.households:
        return []
    own = next((one for one in accounts if one.name == HOUSEHOLD), None) or signed_in(run, HOUSEHOLD)
    turn, sent = threading.Lock(), SimpleQueue[str]()
    dice = [random.Random(f"{plan.seed} household {n}") for n in range(plan.households)]
    couples = [Household(run, own, turn, one, plan.pause, sent) for one in dice]
    township = [Township(run, signed_in(run, TOWNSHIP), sent, plan.households)] if plan.clerks else []
    return [*couples, *township]


def signed_in(run: Run, name: str) -> Account:
    """An account of the demo that has signed in."""
    account = Account(run, name)
    account.renew()
    return account


def _storm(run: Run, crowd: list[threading.Thread], plan: Plan) -> Counter[str]:
    """Kill at random moments, until it is over and everybody has been answered."""
    moments = random.Random(plan.seed)
    can = {name: do for name, do in evils(run.world).items() if not plan.evils or name in plan.evils}
    kills: Counter[str] = Counter()
    until, payday = time.monotonic() + plan.seconds, time.monotonic() + plan.seconds / 2
    for person in crowd:
        person.start()
    while time.monotonic() < until or (not _is_enough(run, plan) and time.monotonic() < until + _LONGEST_MORE_SECONDS):
        if moments.random() > _AT_ONCE:
            _wait_for_people(run)
        time.sleep(moments.uniform(0.3, plan.calm))
        name = moments.choice(sorted(can))
        can[name](run.world, moments)
        kills[name] += 1
        run.world.keep()
        if plan.sees_money and time.monotonic() > payday:
            run.world.payday()
            payday = float("inf")
    run.ending.set()
    for person in crowd:
        person.join()
    return kills


def _is_enough(run: Run, plan: Plan) -> bool:
    return run.answered >= plan.least and (run.world.has_paid or not plan.sees_money)


def _wait_for_people(run: Run) -> None:
    """Until somebody was answered since the last blow: where nobody acts, a kill shows nothing."""
    before, until = run.answered, time.monotonic() + _LONGEST_WAIT_SECONDS
    while run.answered == before and time.monotonic() < until:
        time.sleep(0.02)


def end(run: Run, kills: Counter[str], plan: Plan) -> dict[str, Any]:
    """Kill everything once more, let it come to rest, and look. A worker nobody killed before is left alone."""
    from django.db import connections

    run.world.kill_web()
    if kills.keys() - {"web"}:
        run.world.kill_platform()
        if run.world.cluster is not None:
            run.world.cluster.start()
        run.world.start_worker()
    connections.close_all()
    left, rested = _rest(run.world, plan.rest)
    run.world.kill_worker()
    found = torture_checks.check(run.told(), run.world.folder)
    found.broken += run.broken + [f"not at rest: {count} {kind}" for kind, count in left.items()]
    if plan.sees_money and not found.counts.get("paid"):
        found.broken.append("no money was paid")
    wrong = {"lost": found.lost, "double": found.double, "broken": found.broken}
    counts = {"kills": dict(kills), "repeated": run.repeated, "rest_seconds": round(rested, 1), **found.counts}
    return {**counts, **wrong}


def _rest(world: World, seconds: float) -> tuple[dict[str, int], float]:
    """Wait until nothing is left to do, for so long at most; what is left, and how long it took. Where only answers
    are missing days go by, and again: who is asked no sooner than after them answers days later still."""
    began = passed = time.monotonic()
    while (left := torture_checks.unfinished()) and time.monotonic() < began + seconds:
        if left.keys() == {"questions"} and time.monotonic() > passed + 2 * AGAIN_SECONDS:
            world.days_pass(_DAYS_OF_SLOWEST_BANK)
            passed = time.monotonic()
        time.sleep(0.5)
        world.keep()
    return left, time.monotonic() - began


def elders(folder: Path, seed: int) -> Iterator[tuple[str, str]]:
    """Name and number of the city's old people in an order of the seed, over and over."""
    rows = json.loads((folder / "city" / "household_register.json").read_text("utf-8"))
    old = [(row["name"], row["number"]) for row in rows if _EARLIEST_BIRTH <= row["birth_date"] < _LATEST_BIRTH]
    random.Random(seed).shuffle(old)
    return itertools.cycle(old)


def crowd_arguments(*, seconds: float, clients: int) -> argparse.ArgumentParser:
    """What every script in which many people act is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=seconds)
    parser.add_argument("--clients", type=int, default=clients)
    return parser


def told(name: str, run: Callable[[Path], dict[str, Any]]) -> int:
    """Run in a home that goes with the run and print what was found; 1 when anything is wrong, or nobody applied."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that everything started ends
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix=f"zhengtong-{name}-", dir=os.environ.get("TMPDIR", where)) as folder:
        found = run(Path(folder) / "home")
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["lost"] or found["double"] or found["broken"] or not found["apply"] else 0


def main() -> int:
    parser = crowd_arguments(seconds=20.0, clients=200)
    parser.add_argument("--database", default="", metavar=f"{POSTGRESQL}|URL")
    given = parser.parse_args()
    plan = Plan(given.seed, given.seconds, database=given.database, clients=given.clients)
    return told("torture", lambda home: torture(home, plan))


if __name__ == "__main__":
    sys.exit(main())
