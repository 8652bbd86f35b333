"""A decision bears the name of whoever chose, not of whoever did the last step."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from zhengtong.delivery.cases.data import ProcessStepData, StepKey
from zhengtong.journeys._ends import _who_decided
from zhengtong.kernel.text import Text
from zhengtong.offer.workflow.data import End, EndKind

AT = datetime(2026, 11, 23, tzinfo=UTC)
ACCEPTED, DECIDED = ("accept", "乡镇经办 甲", "accept"), ("decide", "县审核 乙", "confirm")
PUT_UP, BY_ITSELF = ("put_up", "村 丙", ""), ("day_comes", "", "")


def row(place: int, step: str, by: str, outcome: str) -> ProcessStepData:
    """A step that is done."""
    return ProcessStepData(
        key=StepKey(step, 1),
        kind="person",
        name=Text(step, step),
        organisation="",
        permission="",
        by_applicant=False,
        state="done",
        opened_at=AT,
        due=None,
        due_is_provisional=False,
        wait_until=None,
        stops=None,
        held_by="",
        held_by_name="",
        place=place,
        done_at=AT,
        done_by=by,
        outcome=outcome,
        reason="",
        result={},
    )


def who(kind: EndKind, *steps: tuple[str, str, str]) -> str:
    return _who_decided([row(place, *one) for place, one in enumerate(steps, 1)], End("end", Text("完", "End"), kind))


@pytest.mark.parametrize("kind", [one for one in get_args(EndKind) if one != "withdrawn"])
def test_putting_up_the_result_decides_nothing(kind: EndKind) -> None:
    assert who(kind, ACCEPTED, DECIDED, PUT_UP, BY_ITSELF) == "县审核 乙"


def test_who_withdraws_is_named_whoever_chose_before() -> None:
    assert who("withdrawn", ACCEPTED, ("withdraw", "丁", "")) == "丁"


def test_without_choices_it_is_who_did_the_last_step() -> None:
    assert who("approved", PUT_UP, BY_ITSELF) == "村 丙"
    assert who("approved", BY_ITSELF) == ""
