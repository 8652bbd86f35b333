"""Words of the desk's lamps: what is left of a limit in working days is said in working days."""

from datetime import date

from zhengtong.channels.desk._words import lamp_of

MONDAY = date(2026, 11, 23)


def test_what_is_left_is_counted_as_the_limit_is() -> None:
    due = date(2026, 12, 4)  # Friday of next week: four days of this week and five of the next
    assert lamp_of(due, MONDAY, by_working_days=True)[0].zh == "剩 9 个工作日"
    assert lamp_of(due, MONDAY)[0].zh == "剩 11 天"


def test_the_shape_goes_by_the_calendar() -> None:
    assert lamp_of(date(2026, 11, 30), MONDAY, by_working_days=True)[1] == ""  # five working days, seven days
    assert lamp_of(date(2026, 11, 28), MONDAY, by_working_days=True)[1] == "near"
