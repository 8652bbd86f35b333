"""Taking in a year's notice of days off: into the home, and every provisional date counted again."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system


def check(files: Sequence[Path]) -> list[calendar.YearNotice]:
    """Each notice read and checked; NoticeError names the file, the entry and the mend."""
    return [calendar.load_year(file) for file in files]


def take(files: Sequence[Path], home: Path) -> list[Path]:
    """Copy checked notices into the home, one file a year; running processes see them within a second."""
    folder = home / "calendar"
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for file, notice in zip(files, check(files), strict=True):
        coming = folder / f"{notice.year}.new"
        shutil.copyfile(file, coming)
        taken.append(coming.replace(folder / f"{notice.year}.yaml"))
    calendar.use_folder(folder)
    return taken


def recompute() -> int:
    """Count the provisional dates of open cases again; returns how many moved. Their people are told by notice."""
    from zhengtong.delivery.cases import api as cases

    return cases.recompute_due_dates(actor=system("calendar"), at=clock.now())
