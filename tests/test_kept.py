"""What is made once in a run (kept.py) or a process (catalogued.py); what a module shares stays in one process."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

import catalogued
import kept
from zhengtong.kernel import clock
from zhengtong.offer.catalogue.data import NotLoadable

_LEAVE = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
database.execute("CREATE TABLE seen AS SELECT 7 AS number")
database.commit()
os._exit(0)
"""


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "kept"))


def test_it_is_made_once_however_many_ask() -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        time.sleep(0.05)  # the others ask meanwhile
        (folder / "file").write_text("whole")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: kept.kept("one", make), range(4)))
    assert len(made) == 1
    assert {(folder / "file").read_text() for folder in found} == {"whole"}


def test_what_failed_is_made_anew() -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise OSError

    with pytest.raises(OSError):
        kept.kept("one", fail)
    assert list(kept.kept("one", lambda folder: (folder / "whole").touch()).iterdir()) == [
        Path(os.environ[kept.FOLDER], "one", "whole")
    ]


def test_a_copy_is_nobody_elses(tmp_path: Path) -> None:
    def make(folder: Path) -> None:
        (folder / "file").write_text("first")

    found = kept.kept("one", make)
    kept.copy(found, tmp_path / "mine")
    (tmp_path / "mine/file").write_text("changed")
    kept.copy(found, tmp_path / "yours")
    assert (tmp_path / "yours/file").read_text() == "first"


def test_a_home_is_closed_with_all_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "zhengtong.sqlite3"
    subprocess.run([sys.executable, "-c", _LEAVE, str(path)], check=True)
    assert path.with_name("zhengtong.sqlite3-wal").stat().st_size
    kept.close(tmp_path)
    assert [file.name for file in tmp_path.glob("zhengtong*")] == [path.name]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT number FROM seen").fetchall() == [(7,)]


def test_a_home_in_use_is_not_closed(tmp_path: Path) -> None:
    path = tmp_path / "zhengtong.sqlite3"
    subprocess.run([sys.executable, "-c", _LEAVE, str(path)], check=True)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT number FROM seen").fetchall()
        with closing(sqlite3.connect(path)) as writer:
            writer.execute("INSERT INTO seen VALUES (8)")
            writer.commit()
        with pytest.raises(AssertionError, match="still in use"):
            kept.close(tmp_path)


@pytest.fixture(scope="module")
def _shared() -> int:
    return os.getpid()


def test_tests_that_share_a_fixture_stay_in_one_process(_shared: int, request: pytest.FixtureRequest) -> None:
    assert _shared == os.getpid()
    (group,) = request.node.iter_markers("xdist_group")
    assert group.args == ("test_kept",)


def test_the_others_may_run_anywhere(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("xdist_group") is None


@pytest.mark.django_db
def test_a_service_with_a_fault_is_published_by_nobody(tmp_path: Path, repository: Path) -> None:
    folder = tmp_path / "winter-heating"
    shutil.copytree(repository / "tests/services/civil-affairs/winter-heating", folder)
    (folder / "rules.yaml").write_text("conditions: 3\n", "utf-8")
    for _ in range(2):
        with pytest.raises(NotLoadable):
            catalogued.publish(folder, at=clock.now())
