"""The kill test in its short form: the platform loses nothing, and a server that forgets keys is found out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.server, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
_CODE = """
import json, sys
from pathlib import Path
import torture
print(json.dumps(torture.torture(Path(sys.argv[1]), 7, float(sys.argv[2]), wsgi=sys.argv[3], path=sys.argv[4])))
"""


def _torture(folder: Path, seconds: int, wsgi: str = "") -> dict[str, Any]:
    path = os.pathsep.join(str(ROOT / part) for part in ("src", "bench", "tests/bench"))
    words = [sys.executable, "-c", _CODE, str(folder / "home"), str(seconds), wsgi, path]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] > 0
    return found


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    found = _torture(tmp_path, 6)
    assert found["acknowledged"] > 0
    assert (found["cases"], found["lost"], found["double"], found["broken"]) == (found["acknowledged"], [], 0, [])


def test_forgetting_the_key_of_a_request_is_found(tmp_path: Path) -> None:
    assert _torture(tmp_path, 12, "planted:forgetful")["double"]
