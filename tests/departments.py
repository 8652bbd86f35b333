"""Starts the demo's departments as processes of their own, on free ports, and lets tests make them misbehave."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kept
from zhengtong.kernel import clock

REPOSITORY = Path(__file__).parents[1]
DEMO = REPOSITORY / "demo"
SEEN_SECONDS = 90


class Department:
    """One running department. Its port stays the same over a death and a return.

    One that drops a file has no port: it drops into `folder / "drop"`, and says so on its first line.
    """

    def __init__(
        self,
        script: str,
        folder: Path,
        data: Path = DEMO / "population.json",
        *,
        path: str = "/hukou/query",
        extra: tuple[str, ...] = (),
    ) -> None:
        self.script, self.folder, self.data, self.path, self.extra = script, folder, data, path, extra
        self.log_path, self.control_path = folder / f"{script}.log", folder / f"{script}.control.json"
        self.drop, self.clock_path = folder / "drop", folder / "clock.json"
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def start(self) -> "Department":
        command = [sys.executable, str(DEMO / "departments" / f"{self.script}.py")]
        command += ["--port", str(self.port), "--data", str(self.data)]
        command += ["--log", str(self.log_path), "--control", str(self.control_path), *self.extra]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if said.startswith("listening on"):
            self.port = int(said.rsplit(":", 1)[1])
        else:
            assert said.startswith("dropped in"), said
        return self

    def kill(self) -> None:
        """Kill this very process, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def behave(self, mode: str = "", **more: float) -> None:
        """Write the control file: a mode of the department, or nothing for good behaviour."""
        temporary = self.control_path.with_suffix(".new")
        temporary.write_text(json.dumps({"mode": mode, **more}))
        temporary.replace(self.control_path)

    def drops(self, mode: str = "") -> None:
        """Behave, and wait until what is dropped is dropped that way."""
        before = len(self.log())
        self.behave(mode)
        wait_until(lambda: len(self.log()) > before and self.log()[-1]["mode"] == mode)

    def come_to(self, day: date) -> None:
        """Set the demo's clock, for a department that was given it, so that it is that legal day."""
        days = (day - clock.china_date(clock.real_now())).days
        temporary = self.clock_path.with_suffix(".new")
        temporary.write_text(json.dumps({"offset_seconds": days * 86400}))
        temporary.replace(self.clock_path)

    def log(self) -> list[Mapping[str, Any]]:
        """What the department itself wrote down."""
        if not self.log_path.exists():
            return []
        return [json.loads(line) for line in self.log_path.read_text("utf-8").splitlines()]


def wait_until(condition: Callable[[], object]) -> None:
    """Until something is so; fails when it does not come."""
    until = time.monotonic() + SEEN_SECONDS
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def made_city() -> Path:
    """What the departments of the demo city hold, as its generator makes it: a file a department, for reading only."""
    return kept.kept("departments", _make_city)


def _make_city(folder: Path) -> None:
    subprocess.run([sys.executable, str(DEMO / "make_city.py"), str(folder)], check=True)


@pytest.fixture(scope="session")
def city() -> Path:
    """What the departments hold, see `made_city`."""
    return made_city()


@pytest.fixture(scope="session")
def _register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Department]:
    folder = tmp_path_factory.mktemp("register")
    department = Department("household_register", folder)
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
