"""Three workers at the same moment, on SQLite or PostgreSQL: one list, one file, one result, nobody paid twice."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import homes
from zhengtong.kernel import clock

pytestmark = pytest.mark.server
SCRIPT = Path(__file__).parent / "many_workers.py"
PEOPLE, WORKERS = 30, 3
NOW = datetime(2026, 12, 11, 10, 0, tzinfo=clock.CHINA)


def _run(environ: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words], env=dict(environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _together(environ: Mapping[str, str], folder: Path, go: Path) -> None:
    """All workers begin at one moment and work for some seconds."""
    command = [sys.executable, str(SCRIPT), "work", str(folder), str(go)]
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(command, env=dict(environ), text=True, stdout=pipe, stderr=pipe) for _ in range(WORKERS)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # "ready"
    go.touch()
    ended = [(process, *process.communicate(timeout=180)) for process in started]
    assert [error for process, _, error in ended if process.returncode] == []


def test_workers_do_not_double_anything(tmp_path: Path) -> None:
    environ = homes.new_home(tmp_path / "home", demo=True)
    offset = (NOW - datetime.now(UTC)).total_seconds()
    (tmp_path / "home/clock.json").write_text(json.dumps({"offset_seconds": offset}))
    folder = tmp_path / "bank"
    folder.mkdir()
    _run(environ, "prepare", str(PEOPLE), str(folder))
    _together(environ, folder, tmp_path / "draw-up")
    _run(environ, "confirm")
    _together(environ, folder, tmp_path / "send")
    assert len(list((folder / "bank/outgoing").glob("DF*"))) == 1
    _run(environ, "pay", str(folder))
    _together(environ, folder, tmp_path / "settle")
    found = json.loads(_run(environ, "report").splitlines()[-1])
    assert found["lists"] == ["settled"]
    assert found["payments"] == ["paid"] * (PEOPLE - 1) + ["returned"]
    assert found["files"] == ["taken"]
    once = {name: count for name, count in found["told"].items() if not name.endswith(".begun")}
    assert once == {
        "delivery.benefits.list_confirmed": 1,
        "delivery.benefits.list_drafted": 1,
        "delivery.benefits.list_sent": 1,
        "delivery.benefits.payment_returned": 1,
        "delivery.benefits.results_taken": 1,
    }
