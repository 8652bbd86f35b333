"""A decision bears the name of whoever chose, not of whoever did the last step."""

from datetime import UTC, datetime

from zhengtong.delivery.cases.data import ProcessStepData, StepKey
from zhengtong.journeys._decider import decider
from zhengtong.kernel.text import Text

AT = datetime(2026, 11, 23, tzinfo=UTC)
ACCEPTED, DECIDED = ("accept", "乡镇经办 甲", "accept"), ("decide", "县审核 乙", "confirm")
PUT_UP, BY_ITSELF = ("put_up", "村 丙", ""), ("day_comes", "", "")
OFFICE = "11990102MB0000001T"


def row(place: int, step: str, by: str, outcome: str, *, by_applicant: bool = False) -> ProcessStepData:
    """A step that is done: by an office, by the applicant, or by itself."""
    return ProcessStepData(
        key=StepKey(step, 1),
        kind="person",
        name=Text(step, step),
        organisation=OFFICE if by and not by_applicant else "",
        permission="",
        by_applicant=by_applicant,
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


def who(*steps: tuple[str, str, str]) -> str | None:
    found = decider([row(place, *one) for place, one in enumerate(steps, 1)])
    return found.done_by if found else None


def test_putting_up_the_result_decides_nothing() -> None:
    assert who(ACCEPTED, DECIDED, PUT_UP, BY_ITSELF) == "县审核 乙"


def test_no_office_is_named_when_the_applicant_withdraws() -> None:
    assert decider([row(1, *ACCEPTED), row(2, "withdraw", "丁", "", by_applicant=True)]) is None


def test_without_choices_it_is_who_did_the_last_step() -> None:
    assert who(PUT_UP, BY_ITSELF) == "村 丙"
    assert who(BY_ITSELF) is None
