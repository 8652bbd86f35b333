"""The catalogue of the demo city, and its household register as a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from departments import REPOSITORY, Department
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system

# What has models is imported inside the fixtures: pytest may read this file before Django is set up.


@pytest.fixture
def catalogue(db: None, legal_time: object) -> None:
    """The demo's catalogue and connections, loaded by the system."""
    import rows
    from zhengtong.sharing.resources import api as resources

    def load() -> None:
        for name in ("resources.yaml", "connections.yaml"):
            resources.load(REPOSITORY / "demo" / name, actor=system("demo"), at=clock.now())

    rows.once("catalogue", load)


@pytest.fixture
def connected(catalogue: None, register: Department) -> Iterator[Department]:
    """The demo's connection, pointed at the process under test."""
    from sharing_world import connect_to

    from zhengtong.adapters.xml_http.api import XmlHttpDriver
    from zhengtong.sharing.gateway import ports

    connect_to(register.address)
    ports.register_driver("xml_http", XmlHttpDriver())
    yield register
    ports.register_driver("xml_http", XmlHttpDriver())  # a test may have put another in its place


@pytest.fixture
def sample_file(tmp_path: Path) -> Path:
    """The first entry of the demo's catalogue and its two grants, in a file that a test may spoil."""
    source = (REPOSITORY / "demo" / "resources.yaml").read_text("utf-8")
    entry = source[: source.index("  - code: social-insurance")]
    grants = source[source.index("grants:\n") : source.index("  - id: minimum-living-allowance")]
    path = tmp_path / "resources.yaml"
    path.write_text(entry + grants, "utf-8")
    return path
