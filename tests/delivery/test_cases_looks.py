"""Whose look at a case is recorded."""

from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.delivery.cases._policy import leaves_trace
from zhengtong.kernel.actor import Actor, ActorKind, system

CASE: Any = SimpleNamespace(applicant_id="p1", operator_id="p2")


@pytest.mark.parametrize(
    ("kind", "person", "recorded"),
    [
        ("resident", "p1", False),
        ("resident", "p2", False),
        ("staff", "p3", True),
        ("staff", "p1", True),  # a clerk's own case, seen with whole numbers on the desk
        ("staff", "p2", True),
    ],
)
def test_staff_leave_a_trace_at_their_own_case_too(kind: ActorKind, person: str, recorded: bool) -> None:
    assert leaves_trace(Actor(kind, "user:1", "甲", person=person), CASE) == recorded


def test_the_platform_itself_leaves_none() -> None:
    assert not leaves_trace(system("rules"), CASE)
