"""Dates, counts and money as people read them. Weekdays by the calendar: 30 March 2026 is a Monday."""

from datetime import UTC, date, datetime

import pytest

from clocks import LegalTime
from zhengtong.channels.ui import formats
from zhengtong.channels.ui.data import Choice, FieldView, Site, join_date
from zhengtong.channels.ui.languages import current_language, use_language

LATE_EVENING_UTC = datetime(2026, 3, 29, 17, 5, tzinfo=UTC)  # 1:05 on the 30th in China


@pytest.fixture(autouse=True)
def _monday(legal_time: LegalTime) -> None:
    """Monday 23 November 2026."""


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (date(2026, 1, 1), "1月1日", "1 January"),
        (date(2025, 12, 31), "2025年12月31日", "31 December 2025"),
        (date(2026, 12, 31), "12月31日", "31 December"),
        (date(2027, 1, 8), "1月8日", "8 January"),
        (date(2027, 5, 22), "5月22日", "22 May"),  # 180 days on: 7 + 31 + 31 + 28 + 31 + 30 + 22
        (date(2027, 5, 23), "2027年5月23日", "23 May 2027"),
    ],
)
def test_a_year_nobody_would_guess_is_told(on: date, zh: str, en: str) -> None:
    assert formats.short_day(on) == zh
    assert formats.moment(datetime(on.year, on.month, on.day, 2, tzinfo=UTC)) == f"{zh} 10:00"
    with use_language("en"):
        assert formats.short_day(on) == en


def test_dates_in_chinese() -> None:
    assert formats.day(date(2026, 3, 30)) == "3月30日（星期一）"
    assert formats.short_day(date(2026, 3, 30)) == "3月30日"
    assert formats.full_day(date(2026, 3, 30)) == "2026年3月30日"
    assert formats.day(date(2026, 11, 22)) == "11月22日（星期日）"
    assert formats.day(date(2025, 11, 23)) == "2025年11月23日（星期日）"


def test_dates_in_english() -> None:
    with use_language("en"):
        assert formats.day(date(2026, 3, 30)) == "Monday 30 March"
        assert formats.full_day(date(2026, 3, 30)) == "30 March 2026"
        assert formats.full_moment(LATE_EVENING_UTC) == "Monday 30 March 2026, 1:05"


def test_times_are_those_of_china() -> None:
    assert formats.day(LATE_EVENING_UTC) == "3月30日（星期一）"
    assert formats.moment(LATE_EVENING_UTC) == "3月30日 1:05"
    assert formats.full_moment(LATE_EVENING_UTC) == "2026年3月30日（星期一）1:05"


def test_several_times_are_told_from_the_first_to_the_last() -> None:
    first, last = datetime(2026, 3, 30, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
    between = datetime(2026, 3, 31, tzinfo=UTC)
    assert formats.moments([last, first, between]) == "3月30日 9:05 到 4月1日 10:00"
    assert formats.moments([first, first]) == "3月30日 9:05"
    assert formats.moments([]) == ""
    with use_language("en"):
        assert formats.moments([first, last]) == f"{formats.moment(first)} to {formats.moment(last)}"


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (132_000, "1,320 元", "1,320 yuan"),
        (50, "0.50 元", "0.50 yuan"),
        (123_456_789, "1,234,567.89 元", "1,234,567.89 yuan"),
        (-20_005, "−200.05 元", "−200.05 yuan"),
        (0, "0 元", "0 yuan"),
    ],
)
def test_money(fen: int, zh: str, en: str) -> None:
    assert formats.yuan(fen) == zh
    with use_language("en"):
        assert formats.yuan(fen) == en


def test_people_are_named_with_their_relation_as_the_language_lists_them() -> None:
    people = [{"name": "刘芳", "relation": "妻子"}, {"name": "王小雨"}]
    assert formats.people_named(people) == "刘芳（妻子）、王小雨"
    assert formats.people_named([{"plate": "清A12345"}]) == ""
    with use_language("en"):
        assert formats.people_named(people) == "刘芳 (妻子), 王小雨"


def test_language_ends_with_its_block() -> None:
    with use_language("en"):
        assert current_language() == "en"
    assert current_language() == "zh-Hans"


def test_a_date_is_put_together_from_its_boxes() -> None:
    assert join_date({"born.year": "1944", "born.month": "2", "born.day": " 3 "}, "born") == "1944-02-03"
    assert join_date({"born.year": "1944", "born.month": "二", "born.day": ""}, "born") == "1944-二-"
    assert join_date({}, "born") == ""


def test_a_date_as_typed_comes_back() -> None:
    assert FieldView(name="born", label="", kind="date", value="1944-02-30").date_parts == ("1944", "02", "30")
    assert FieldView(name="born", label="", kind="date").date_parts == ("", "", "")


def test_where_the_error_summary_leads() -> None:
    choices = (Choice("a", "A"),)
    assert FieldView(name="x", label="", kind="radio", choices=choices).first_id == "f-x-1"
    assert FieldView(name="x", label="", kind="date").first_id == "f-x-year"
    assert FieldView(name="x", label="").first_id == "f-x"


def test_a_site_refuses_what_it_does_not_know() -> None:
    assert Site.read({"region": {"zh": "某市", "en": "A city"}, "hotline": 12345}).hotline == "12345"
    with pytest.raises(ValueError, match="regoin"):
        Site.read({"regoin": "某市"})
