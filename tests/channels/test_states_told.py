"""Every state of a question has its words on the desk, and those that hold a case up are marked so."""

from typing import get_args

from zhengtong.channels.desk import _words
from zhengtong.sharing.gateway.data import State


def test_every_state_has_its_word_on_the_desk() -> None:
    assert set(_words.ANSWERS) == set(get_args(State))


def test_what_holds_a_case_up_is_late_on_the_desk() -> None:
    """A ticket within its day is no failure; past its day it is one."""
    late = {state for state, (_, lamp) in _words.ANSWERS.items() if lamp == "late"}
    assert late == _words.FAILING
    assert "accepted" not in late
    assert "overdue" in late
