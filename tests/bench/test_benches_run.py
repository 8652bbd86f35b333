"""Every bench runs: what it calls is still there, and its own check of the result holds. Times are not looked at.

`setup` installs from nothing and is left to `make bench` and to a fresh clone.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhengtong.channels.console.commands import bench as command

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.server, pytest.mark.slow]
SHORT = [name for name in command.names() if name != "setup"]


@pytest.mark.parametrize("name", SHORT)
def test_a_bench_runs_and_its_check_holds(name: str) -> None:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("src", "bench"))
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ZHENGTONG")}
    words = [sys.executable, str(ROOT / "tests" / "bench" / "short.py"), name]
    done = subprocess.run(
        words, env={**environ, "PYTHONPATH": paths}, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["ours"] > 0 and figures["limit"] > 0 and figures["detail"]["errors"] == 0
