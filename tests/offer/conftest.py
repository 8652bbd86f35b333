from datetime import datetime
from pathlib import Path

import pytest

import catalogued
from zhengtong.kernel import clock
from zhengtong.offer.catalogue.data import ServiceVersion

AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)


@pytest.fixture
def city_folder(repository: Path) -> Path:
    """The demo city's old-age allowance."""
    return repository / "demo/services/civil-affairs/old-age-allowance"


@pytest.fixture
def base_folder(repository: Path) -> Path:
    """The province's base it extends."""
    return repository / "services/civil-affairs/old-age-allowance"


@pytest.fixture
def allowance(db: None, city_folder: Path) -> ServiceVersion:
    """The published old-age allowance."""
    return catalogued.publish(city_folder, at=AT)


@pytest.fixture
def heating_folder(repository: Path) -> Path:
    """A benefit for a household, written for tests."""
    return repository / "tests/services/civil-affairs/winter-heating"


@pytest.fixture
def heating(db: None, heating_folder: Path) -> ServiceVersion:
    """The published heating grant."""
    return catalogued.publish(heating_folder, at=AT)
