"""Starts the demo's departments as processes of their own, on free ports, and lets tests make them misbehave."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[1]


class Department:
    """One running department. Its port stays the same over a death and a return."""

    def __init__(self, script: str, folder: Path, population: Path | None = None) -> None:
        self.script, self.folder = script, folder
        self.population = population or REPOSITORY / "demo" / "population.json"
        self.log_path, self.control_path = folder / f"{script}.log", folder / f"{script}.control.json"
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hukou/query"

    def start(self) -> "Department":
        demo = REPOSITORY / "demo"
        command = [sys.executable, str(demo / "departments" / f"{self.script}.py")]
        command += ["--port", str(self.port), "--data", str(self.population)]
        command += ["--log", str(self.log_path), "--control", str(self.control_path)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        return self

    def kill(self) -> None:
        """Kill this very process, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def behave(self, mode: str = "", **more: float) -> None:
        """Write the control file: a mode of household_register.py, or nothing for good behaviour."""
        temporary = self.control_path.with_suffix(".new")
        temporary.write_text(json.dumps({"mode": mode, **more}))
        temporary.replace(self.control_path)

    def log(self) -> list[Mapping[str, Any]]:
        """What the department itself wrote down."""
        if not self.log_path.exists():
            return []
        return [json.loads(line) for line in self.log_path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def _register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    department = Department("household_register", tmp_path_factory.mktemp("register"))
    yield department.start()
    department.kill()


@pytest.fixture
def register(_register: Department) -> Iterator[Department]:
    """The demo's household register as a process of its own, running and well-behaved at the start of every test."""
    _register.behave()
    if _register.process is None:
        _register.start()
    _register.log_path.unlink(missing_ok=True)
    yield _register
    _register.behave()
