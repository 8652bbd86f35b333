from collections.abc import Iterator
from typing import Any

import pytest
from django.test.utils import override_settings

from departments import Department

# What has models is imported inside the fixtures: pytest may read this file before Django is set up.


@pytest.fixture(autouse=True)
def strict_texts() -> Iterator[None]:
    """A text without English is an error in every test of a channel."""
    with override_settings(ZHENGTONG_STRICT_TEXTS=True):
        yield


@pytest.fixture
def city(db: None, register: Department, legal_time: Any) -> Any:
    """Everybody of the demo city, on a day for which the service has no amounts in force."""
    from desk_world import STALE, make_city

    legal_time.move_to(STALE)
    return make_city(register)


@pytest.fixture
def number(city: Any) -> str:
    """A case the rules have handed to a person."""
    from desk_world import apply, let_it_work

    found = apply(city["resident"].actor)
    let_it_work()
    return found
