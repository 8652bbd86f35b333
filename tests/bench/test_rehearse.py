"""The rehearsal of an upgrade in its short form: a migration that goes beside the version before keeps everybody
served; one that does not is found out. The version before is the present one, the new one has a migration more."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "bench"))
from cluster import Cluster  # noqa: E402 - of the folder named above

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("rehearse")]
_PATH = os.pathsep.join(str(ROOT / part) for part in ("src", "bench"))
_MAKE = "import sys, torture_world, pathlib; torture_world.make(pathlib.Path(sys.argv[1]), sys.argv[2])"
_RUN = """
import json, sys
from pathlib import Path
import rehearse
folder, old, new, plan = *map(Path, sys.argv[1:4]), rehearse.Plan(7, **json.loads(sys.argv[4]))
print(json.dumps(rehearse.rehearse(folder, old, plan, new)))
"""
_MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "{head}")]
    operations = [migrations.AddField("outboxevent", "planted", models.TextField({column}))]
"""


@dataclass(frozen=True)
class Made:
    """A city in a PostgreSQL, to be copied: it takes longer to make than to upgrade."""

    folder: Path
    cluster: Cluster

    def copy(self, name: str) -> tuple[Path, str]:
        """A home of its own, and the URL of its database."""
        home = self.folder.with_name(name)
        shutil.copytree(self.folder, home)
        with psycopg.connect(self.cluster.url.replace("/postgres?", "/template1?"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE postgres')
        return home, self.cluster.url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    cluster = Cluster()
    try:
        folder = tmp_path_factory.mktemp("rehearse") / "made"
        _python(_MAKE, str(folder), cluster.url)
        yield Made(folder, cluster)
    finally:
        cluster.remove()


def _python(code: str, *words: str) -> str:
    env = {**os.environ, "PYTHONPATH": _PATH}
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _new(folder: Path, column: str) -> Path:
    """The present version with a migration more."""
    for part in ("src", "services"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    migrations = folder / "src/zhengtong/kernel/events/migrations"
    head = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_planted.py").write_text(_MIGRATION.format(head=head, column=column))
    return folder


def _rehearse(made: Made, name: str, new: Path, **more: Any) -> dict[str, Any]:
    home, database = made.copy(name)
    plan = {"seconds": 8, "clients": 2, "clerks": 1, "pause": 4.0, "rest": 400, "lost_answers": 0.2}
    given = json.dumps({**plan, "database": database, **more})
    found: dict[str, Any] = json.loads(_python(_RUN, str(home), str(ROOT), str(new), given).splitlines()[-1])
    return found


def test_nobody_notices_an_upgrade(made: Made, tmp_path: Path) -> None:
    found = _rehearse(made, "additive", _new(tmp_path / "new", 'default="", db_default=""'))
    assert (found["lost"], found["double"], found["answers_5xx"], found["unreached"]) == ([], [], 0, 0)
    assert found["broken"] == []
    assert found["seconds"].keys() == {"migrating", "starting", "ending"}
    assert 0 < found["apply"] == found["cases"]


def test_a_column_the_version_before_does_not_fill_is_found(made: Made, tmp_path: Path) -> None:
    found = _rehearse(made, "narrow", _new(tmp_path / "new", 'default=""'), seconds=4, rest=0)
    assert found["answers_5xx"] > 0
    assert any(one.startswith("apply: 500") for one in found["broken"]), found["broken"]
