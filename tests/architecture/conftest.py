from pathlib import Path

import pytest

from architecture.source import Source


@pytest.fixture(scope="session")
def source(repository: Path) -> Source:
    """The platform's own source."""
    return Source.read(repository / "src" / "zhengtong")
