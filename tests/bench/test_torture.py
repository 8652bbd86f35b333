"""The kill test in its short form: the platform loses nothing, and faults planted in it are found out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("torture")]
ROOT = Path(__file__).parents[2]
_PATH = os.pathsep.join(str(ROOT / part) for part in ("src", "bench", "tests/bench"))
_MAKE = "import sys, torture_world, pathlib; torture_world.make(pathlib.Path(sys.argv[1]))"
_RUN = """
import json, sys
from pathlib import Path
import torture
print(json.dumps(torture.torture(Path(sys.argv[1]), torture.Plan(7, **json.loads(sys.argv[2])))))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of the demo city, to be copied: it takes longer to make than to torture."""
    folder = tmp_path_factory.mktemp("torture") / "made"
    _python(_MAKE, str(folder))
    return folder


def _python(code: str, *words: str) -> str:
    env = {**os.environ, "PYTHONPATH": _PATH}
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _torture(made: Path, seconds: float, evil: str, **more: Any) -> dict[str, Any]:
    """Few people without a pause do in seconds what many do in minutes; nothing is waited for unless told."""
    home = made.with_name(f"{evil}-{more.get('wsgi', '')}-{more.get('worker', '')}".replace(":", "-"))
    shutil.copytree(made, home)
    given = {"seconds": seconds, "clients": 3, "clerks": 0, "pause": 0.2, "calm": 1.0, "rest": 0, "path": _PATH}
    given |= {"evils": [evil], **more}
    found: dict[str, Any] = json.loads(_python(_RUN, str(home), json.dumps(given)).splitlines()[-1])
    assert found["kills"][evil] > 0
    return found


def test_nothing_acknowledged_is_lost(made: Path) -> None:
    found = _torture(made, 4, "web", clients=4, clerks=1, pause=1.5, signing=0.25, rest=200)
    assert found["apply"] > 0
    assert found["cases"] == found["apply"]
    assert (found["lost"], found["double"], found["broken"]) == ([], [], [])


def test_forgetting_the_key_of_a_request_is_found(made: Path) -> None:
    double = _torture(made, 3, "web", wsgi="planted:forgetful", lost_answers=0.5, alone=True)["double"]
    assert any("nobody was told" in one for one in double), double


def test_answering_before_the_commit_is_found(made: Path) -> None:
    found = _torture(made, 3, "web", wsgi="planted:hasty", alone=True)
    assert found["lost"] or any("told twice" in one for one in found["double"]), found


def test_a_signature_told_before_the_commit_is_found(made: Path) -> None:
    lost = _torture(made, 6, "web", wsgi="planted:signed_early", signing=1.0, least=80, alone=True)["lost"]
    assert any(one.startswith("signature") for one in lost), lost


def test_a_number_by_count_is_found(made: Path) -> None:
    broken = _torture(made, 1, "web", wsgi="planted:counting", alone=True)["broken"]
    assert any(one.startswith("apply: 500") for one in broken), broken


def test_a_handler_with_two_effects_is_found(made: Path) -> None:
    found = _torture(made, 2, "web", worker="planted_worker", pause=0.4, least=20, rest=200)
    assert any(one.startswith("notice") for one in found["double"]), found
