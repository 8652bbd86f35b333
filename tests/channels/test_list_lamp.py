"""A monthly list whose money should have arrived is late on the desk, whatever it waits for."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.channels.desk import _benefit_words as words
from zhengtong.kernel import clock


def lamp(state: str, days: int, *, checked: bool = False) -> str:
    arrives_by = clock.today() + timedelta(days=days)
    one: Any = SimpleNamespace(state=state, arrives_by=arrives_by, checked_at=clock.now() if checked else None)
    return words.list_lamp(one)


@pytest.mark.parametrize("state", ["drafted", "confirmed", "sent"])
def test_late_once_its_day_is_over(state: str) -> None:
    assert "lamp-late" in lamp(state, -1)
    assert "lamp-late" not in lamp(state, 0)


def test_what_it_waits_for_is_still_said() -> None:
    assert "等核对" in lamp("drafted", -1)
    assert "等确认" in lamp("drafted", -1, checked=True)
    assert "lamp-late" in lamp("drafted", -1, checked=True)


def test_a_settled_list_is_never_late() -> None:
    assert "lamp-done" in lamp("settled", -400)
