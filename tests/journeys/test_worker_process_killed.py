"""A real worker process, killed with SIGKILL again and again while cases are on their way."""

import contextlib
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from served import Served, served_city, wait_for

pytestmark = pytest.mark.server
CASES, KILLS = 6, 8
_SEND = """
import sys; sys.path.insert(0, "tests")
import django; django.setup()
import town as city
from zhengtong.kernel import clock
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.models import User
person = identity.find_person(city.DAUGHTER[1])
actor = next(a for a in map(identity.actor_for, User.objects.order_by("pk")) if a.person == person.id)
for _ in range({cases}):
    print(city.send(actor), flush=True)
"""
_REPORT = """
import sys; sys.path.insert(0, "tests")
import django; django.setup()
import json
from zhengtong.delivery.cases.models import Case, Paper, Step
from zhengtong.delivery.licences.models import Licence
from zhengtong.office.notices.models import Notice
from zhengtong.kernel.events import api as events
def column(model, name): return list(model.objects.order_by("pk").values_list(name, flat=True))
print(json.dumps({"states": column(Case, "state"), "licences": sorted(column(Licence, "case")),
  "making": column(Licence, "making"), "identifiers": column(Licence, "identifier"), "notices": Notice.objects.count(),
  "papers": column(Paper, "state"), "steps": column(Step, "code"), "waiting": events.waiting()}))
"""


def _python(city: Served, code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], env=city.environ, cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _report(city: Served) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(_python(city, _REPORT)[-1])
    return found


def _all_done(found: dict[str, list[str]]) -> bool:
    """Whether nothing is left to the workers: a case closes without waiting for its receipt to be drawn."""
    return set(found["states"]) == {"closed"} and set(found["papers"]) == {"made"} and not found["waiting"]


def _kill_workers(city: Served) -> int:
    """Kill whatever worker runs, at moments nobody chose; returns how many died."""
    killed, moments = 0, random.Random(20261121)
    while killed < KILLS:
        time.sleep(moments.uniform(0.2, 2.5))
        worker = city.worker()
        if worker is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.kill()
                killed += 1
    return killed


def test_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    with served_city(tmp_path) as city:
        sender = subprocess.Popen(
            [sys.executable, "-c", _SEND.format(cases=CASES)],
            env=city.environ,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert _kill_workers(city) == KILLS
        numbers = sender.communicate(timeout=120)[0].split()
        assert sender.returncode == 0
        # A worker that died in the middle of making a licence or a paper has left a lease of two minutes on it.
        wait_for(lambda: _all_done(_report(city)), 200)
        found = _report(city)
    assert len(set(numbers)) == CASES
    assert found["licences"] == sorted(numbers)
    assert set(found["making"]) == {"made"}
    assert len(set(found["identifiers"])) == CASES
    assert found["notices"] == 3 * CASES + 2  # applied for her, told to both; the first case put her on the roll
    assert found["papers"] == ["made"] * CASES
    assert sorted(found["steps"]) == sorted(["received", "answered", "decided", "closed"] * CASES)
