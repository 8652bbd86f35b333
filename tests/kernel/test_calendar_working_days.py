"""Expected dates are counted by hand; the count stands beside each."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from days_off import NOTICE_2027
from zhengtong.kernel import calendar
from zhengtong.kernel.calendar import Calendar, DayKind, DueDate, NoticeError, WorkingDays, load_year, recompute
from zhengtong.kernel.calendar._statutory import statutory_holidays


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "2027.yaml"
    path.write_text(NOTICE_2027, encoding="utf-8")
    return path


def kinds(year: int) -> WorkingDays:
    return Calendar().working_days_between(date(year - 1, 12, 31), date(year, 12, 31))


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_published_years_have_the_known_number_of_working_days(year: int, count: int) -> None:
    assert kinds(year).count == count  # standards reference §9: two libraries agree


def test_counting_begins_on_the_day_after() -> None:
    # Friday 2026-11-20: Mon 23 is day 1
    assert Calendar().add_working_days(date(2026, 11, 20), 1) == DueDate(date(2026, 11, 23), provisional=False)
    assert Calendar().add_working_days(date(2026, 11, 20), 0) == DueDate(date(2026, 11, 20), provisional=False)


def test_from_20_november_2026() -> None:
    # weeks of 23 Nov (5), 30 Nov (10), 7 Dec (15), 14 Dec (20): Friday 18 December
    assert Calendar().add_working_days(date(2026, 11, 20), 20) == DueDate(date(2026, 12, 18), provisional=False)
    # week of 21 Dec (25), Mon 28 to Thu 31 Dec (29), Fri 1 Jan off, Mon 4 Jan (30)
    assert Calendar().add_working_days(date(2026, 11, 20), 30) == DueDate(date(2027, 1, 4), provisional=True)


def test_from_31_december_2026() -> None:
    # Fri 1 Jan off, Mon 4 to Fri 8 Jan are the five
    assert Calendar().add_working_days(date(2026, 12, 31), 5) == DueDate(date(2027, 1, 8), provisional=True)


def test_before_spring_festival_2027() -> None:
    # first day of the lunar year is Sat 6 Feb: off are 5 (eve), 6, 7, 8. Thu 4 (1), Tue 9 (2), 10, 11, Fri 12 (5)
    assert Calendar().add_working_days(date(2027, 2, 3), 5) == DueDate(date(2027, 2, 12), provisional=True)


def test_the_last_days_of_december_wait_for_the_next_notice(notice: Path) -> None:
    # the notices for 2008 and 2019 moved 29 to 31 December of the year before
    assert Calendar().kind(date(2026, 12, 25)) == DayKind(working=True, provisional=False)
    assert Calendar().kind(date(2026, 12, 30)) == DayKind(working=True, provisional=True)
    assert Calendar({2027: load_year(notice)}).kind(date(2026, 12, 30)) == DayKind(working=True, provisional=False)
    assert Calendar().kind(date(2018, 12, 29)) == DayKind(working=True, provisional=False)  # a Saturday, make-up


def test_loading_the_notice_moves_dates_and_clears_the_mark(notice: Path) -> None:
    loaded = Calendar({2027: load_year(notice)})
    before = Calendar().add_working_days(date(2027, 2, 3), 5)
    # Thu 4 (1); 5 to 11 off; Fri 12 (2), Sat 13 off, Sun 14 make-up (3), Mon 15 (4), Tue 16 (5)
    assert recompute(date(2027, 2, 3), 5, before, loaded) == DueDate(date(2027, 2, 16), provisional=False)


def test_a_date_that_only_loses_its_mark_is_a_change(notice: Path) -> None:
    loaded = Calendar({2027: load_year(notice)})
    before = DueDate(date(2027, 1, 4), provisional=True)
    after = recompute(date(2026, 11, 20), 30, before, loaded)
    assert after == DueDate(date(2027, 1, 4), provisional=False)
    assert recompute(date(2026, 11, 20), 30, after, loaded) is None


def test_days_between_is_what_is_left() -> None:
    whole = Calendar()
    assert whole.working_days_between(date(2026, 11, 20), date(2026, 12, 18)) == WorkingDays(20, provisional=False)
    assert whole.working_days_between(date(2026, 12, 18), date(2026, 11, 20)) == WorkingDays(-20, provisional=False)
    assert whole.working_days_between(date(2026, 11, 20), date(2026, 11, 20)) == WorkingDays(0, provisional=False)


def test_a_negative_period_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        Calendar().add_working_days(date(2026, 11, 20), -1)


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_table_agrees_with_the_published_years(year: int) -> None:
    holidays = statutory_holidays(year)
    assert len(holidays) == 13
    assert not any(Calendar().kind(day).working for day in holidays)


def test_far_years_are_provisional_and_never_refused() -> None:
    assert Calendar().kind(date(2060, 10, 1)) == DayKind(working=False, provisional=True)
    assert Calendar().kind(date(2060, 10, 5)) == DayKind(working=True, provisional=True)  # a Tuesday


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("2027-06-09, ", "", "2027-06-09 is a statutory holiday"),
        ("2027-02-20]", "2027-02-22]", "2027-02-22 is no weekend day"),
        ("2027-02-20]", "2027-04-03]", "2027-04-03 is both off and working"),
        ("2027-02-20]", "2028-02-20]", "2028-02-20 is not in 2027"),
        ("2027-02-20]", "2027-02-30]", "“2027-02-30” in working_days is no date"),
        ("2027-02-05..2027-02-11", "2027-02-11..2027-02-05", "runs backwards"),
        ("source: invented for tests", "", "exactly these entries"),
        ("year: 2027", "year: twenty", "year is a number"),
    ],
)
def test_a_bad_notice_names_file_entry_and_mend(notice: Path, old: str, new: str, named: str) -> None:
    notice.write_text(NOTICE_2027.replace(old, new), encoding="utf-8")
    with pytest.raises(NoticeError, match=named) as caught:
        load_year(notice)
    assert caught.value.text.zh.startswith("2027.yaml：")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of notices in use, looked at on every question instead of every second."""
    monkeypatch.setattr("zhengtong.kernel.calendar._registry._RECHECK_SECONDS", 0.0)
    path = tmp_path / "notices"
    path.mkdir()
    calendar.use_folder(path)
    yield path
    calendar.use_folder(None)


def test_a_process_learns_of_a_notice_put_into_its_folder(folder: Path) -> None:
    assert calendar.is_working_day(date(2027, 2, 9)).provisional
    (folder / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")
    assert calendar.is_working_day(date(2027, 2, 9)) == DayKind(working=False, provisional=False)
    assert calendar.add_working_days(date(2027, 2, 3), 5).date == date(2027, 2, 16)
    assert calendar.working_days_between(date(2027, 2, 3), date(2027, 2, 16)).count == 5
    (folder / "2027.yaml").unlink()
    assert calendar.is_working_day(date(2027, 2, 9)).provisional


def test_a_bad_notice_stops_the_start_but_not_a_running_process(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")
    assert calendar.current().published(2027)
    (folder / "2027-again.yaml").write_text(NOTICE_2027, encoding="utf-8")
    assert calendar.current().published(2027)
    assert "another file has 2027 already" in caplog.text
    with pytest.raises(NoticeError, match="keep one"):
        calendar.use_folder(folder)
