"""Processes at the same moment, on SQLite or PostgreSQL: numbers without gap or double, one draft, one sending."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import homes

pytestmark = pytest.mark.server
SCRIPT = Path(__file__).parent / "many_people.py"
PEOPLE, PROCESSES, EACH = 5, 3, 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    environ = homes.new_home(tmp_path_factory.mktemp("home"))
    _run(environ, "prepare", str(PEOPLE))
    return environ


def _run(environ: Mapping[str, str], *words: str) -> Any:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words], env=dict(environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def together(environ: Mapping[str, str], go: Path, *commands: tuple[str, str]) -> list[Any]:
    """Start a process for each command, let them begin at one moment, and give what each printed last."""
    started = [
        subprocess.Popen(
            [sys.executable, str(SCRIPT), *command, str(go)],
            env=dict(environ),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for command in commands
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # "ready"
    go.touch()
    ended = [(process, *process.communicate(timeout=120)) for process in started]
    assert [error for process, _, error in ended if process.returncode] == []
    return [json.loads(out.splitlines()[-1]) for _, out, _ in ended]


def test_numbers_have_no_gap_and_no_double(home: dict[str, str], tmp_path: Path) -> None:
    given = together(home, tmp_path / "go", *[("send", str(n)) for n in range(PROCESSES)])
    numbers = {number for numbers in given for number in numbers}
    assert len(numbers) == PROCESSES * EACH
    assert numbers <= set(_whole(home)["numbers"])


def test_one_draft_sent_by_all_at_once_opens_one_case(home: dict[str, str], tmp_path: Path) -> None:
    answers = together(home, tmp_path / "go", *[("send-same", "3")] * PROCESSES)
    [number] = [answer for answer in answers if answer != "already sent"]
    assert answers.count("already sent") == PROCESSES - 1
    assert number in _whole(home)["numbers"]  # those who came too late used no number up


def test_one_draft_for_a_person_and_a_service(home: dict[str, str], tmp_path: Path) -> None:
    _run(home, "discard", "4")
    drafts = together(home, tmp_path / "go", *[("begin", "4")] * PROCESSES)
    assert len(set(drafts)) == 1
    _whole(home)


def _whole(home: dict[str, str]) -> Any:
    """What is in the rows, after looking that numbers, counter, drafts and log agree."""
    found = _run(home, "report")
    serials = [int(number[-8:]) for number in found["numbers"]]
    assert serials == list(range(1, len(serials) + 1))
    assert sum(found["counters"]) == len(serials)  # no counter yet where nothing was sent
    assert found["most_drafts"] <= 1
    assert found["log_is_good"]
    return found
