"""China's working days. Beyond the last published year a due date is provisional (暂定), never refused, never a guess
passed off as certain. What the law calls a period begins on the day after (民法典 art. 201)."""

from zhengtong.kernel.calendar._calendar import Calendar, DayKind, DueDate, WorkingDays, recompute
from zhengtong.kernel.calendar._notices import NoticeError, YearNotice, load_year
from zhengtong.kernel.calendar._registry import (
    add_working_days,
    current,
    is_working_day,
    use_folder,
    working_days_between,
)

__all__ = [
    "Calendar",
    "DayKind",
    "DueDate",
    "NoticeError",
    "WorkingDays",
    "YearNotice",
    "add_working_days",
    "current",
    "is_working_day",
    "load_year",
    "recompute",
    "use_folder",
    "working_days_between",
]
