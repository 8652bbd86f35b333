"""A year's notice of the State Council on days off and make-up working days, as a file and as a value.

The file is YAML; ranges include both ends:

    year: 2027
    title: 国务院办公厅关于2027年部分节假日安排的通知
    source: where the notice was read
    days_off: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11]
    working_days: [2027-02-14]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import yaml

from zhengtong.kernel.calendar._statutory import statutory_holidays
from zhengtong.kernel.text import Text

_KEYS = {"year", "title", "source", "days_off", "working_days"}
_ONE_DAY = timedelta(days=1)


class NoticeError(ValueError):
    """A notice file that cannot be taken. `text` names the file, the entry and the mend."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        self.path = path
        self.text = Text(f"{path.name}：{zh}", f"{path.name}: {en}")
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class YearNotice:
    """What a year's notice fixes. It may reach into the last days of the December before."""

    year: int
    title: str
    source: str
    days_off: frozenset[date]
    working_days: frozenset[date]


def load_year(path: Path) -> YearNotice:
    """Read and check one notice file. NoticeError when it is not whole or contradicts the statutory holidays."""
    entries = _read_mapping(path)
    if not re.fullmatch(r"\d{4}", str(entries["year"]), re.ASCII):
        raise NoticeError(path, "year 要写成数字，比如 2027。", "year is a number such as 2027.")
    notice = YearNotice(
        int(str(entries["year"])),
        str(entries["title"]),
        str(entries["source"]),
        frozenset(_days(path, "days_off", entries["days_off"])),
        frozenset(_days(path, "working_days", entries["working_days"])),
    )
    _check(path, notice)
    return notice


def _read_mapping(path: Path) -> dict[str, object]:
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506, plain strings only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        zh = f"第 {line} 行不合 YAML 的写法。看看这一行和上一行的缩进、冒号、引号。"
        raise NoticeError(path, zh, f"line {line} is not valid YAML: {error.problem}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoticeError(path, "里面有看不懂的字符。存成 UTF-8 的 YAML 文件。", "save it as YAML in UTF-8.") from error
    if not isinstance(entries, dict) or set(entries) != _KEYS:
        names = ", ".join(sorted(_KEYS))
        raise NoticeError(path, f"要有且只有这几项：{names}。", f"must have exactly these entries: {names}.")
    return cast(dict[str, object], entries)


def _days(path: Path, key: str, entries: object) -> Iterator[date]:
    if not isinstance(entries, list):
        raise NoticeError(path, f"{key} 要写成清单。", f"{key} must be a list.")
    for entry in entries:
        yield from _range(path, key, str(entry))


def _range(path: Path, key: str, entry: str) -> Iterator[date]:
    first_text, _, last_text = entry.partition("..")
    try:
        first = date.fromisoformat(first_text)
        last = date.fromisoformat(last_text or first_text)
    except ValueError:
        mend = "2027-02-05 / 2027-02-05..2027-02-11"
        raise NoticeError(
            path, f"{key} 里的“{entry}”不是日期，写成 {mend}。", f"“{entry}” in {key} is no date: {mend}."
        ) from None
    if last < first:
        raise NoticeError(path, f"{key} 里的“{entry}”前后颠倒了。", f"“{entry}” in {key} runs backwards.")
    while first <= last:
        yield first
        first += _ONE_DAY


def _check(path: Path, notice: YearNotice) -> None:
    earliest = date(notice.year - 1, 12, 1)
    for day in sorted(notice.days_off | notice.working_days):
        if not earliest <= day <= date(notice.year, 12, 31):
            raise NoticeError(path, f"{day} 不在 {notice.year} 年。", f"{day} is not in {notice.year}.")
    for day in sorted(notice.days_off & notice.working_days):
        raise NoticeError(path, f"{day} 又放假又上班，只能写一处。", f"{day} is both off and working; keep one.")
    for day in sorted(notice.working_days):
        if day.weekday() < 5:
            raise NoticeError(
                path, f"{day} 本来就是上班的日子，不用写。", f"{day} is no weekend day; leave it out of working_days."
            )
    for day in sorted(statutory_holidays(notice.year) - notice.days_off):
        raise NoticeError(
            path, f"{day} 是法定节日，days_off 里缺了它。", f"{day} is a statutory holiday missing from days_off."
        )
