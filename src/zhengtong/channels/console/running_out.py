"""What runs out with time, for `zhengtong doctor`: known days off, seals, the last backup. Looking makes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from zhengtong.channels.console.check import Check
from zhengtong.kernel import calendar, clock, retry
from zhengtong.kernel.text import Text

_DECEMBER = 12
_OLDEST_BACKUP = timedelta(days=2)
_SOON = timedelta(days=30)
_YEAR_KNOWN = Text("{year}年的放假安排有了", "The days off of {year} are known")
_YEAR_MISSING = Text(
    "没有{year}年的放假安排，算到那年的日子都是暂定的。国务院公布以后：zhengtong calendar load 文件",
    "The days off of {year} are not known, dates in it are provisional. Once published: zhengtong calendar load FILE",
)
_BACKED_UP = Text("上次备份：{at}", "Last backup: {at}")
_BACKUP_OLD = Text(
    "上次备份是 {at}，超过两天了：zhengtong backup 文件",
    "The last backup is of {at}, more than two days old: zhengtong backup FILE",
)
_BACKUP_AHEAD = Text(
    "上次备份写的时间是 {at}，还没到：先把机器的钟对准，再备份一次",
    "The last backup says {at}, which is still to come: put the machine's clock right, then make one",
)
_NO_BACKUP = Text("还没有备份过：zhengtong backup 文件", "There is no backup yet: zhengtong backup FILE")
_SEALS_GOOD = Text("印章证书都在有效期里", "The certificates of the seals are in force")
_SEAL_ENDS = Text(
    "印章证书“{name}”{day}到期：把 {file} 移走，下次盖章会换一张新的",
    "The certificate of “{name}” ends on {day}: move {file} away, and the next sealing makes a new one",
)


def checks(home: Path) -> Iterator[Check]:
    """Everything that runs out; a demo home needs no backup."""
    yield _year()
    yield from _seals()
    if not (home / "demo.json").exists():
        yield _backup()


def _year() -> Check:
    """This year's days off, and from December on the next year's."""
    today = clock.today()
    year = today.year + (today.month == _DECEMBER)
    if calendar.current().published(year):
        return Check(True, _YEAR_KNOWN.format(year=year))
    return Check(False, _YEAR_MISSING.format(year=year))


def _seals() -> Iterator[Check]:
    from zhengtong.trust.seals import api as seals

    ending = [one for one in seals.certificates() if one.until <= clock.real_now() + _SOON]
    for one in ending:
        day = clock.china_date(one.until).isoformat()
        yield Check(False, _SEAL_ENDS.format(name=one.name, day=day, file=one.path))
    if not ending:
        yield Check(True, _SEALS_GOOD)


def _backup() -> Check:
    from zhengtong.trust.backup import api as backups

    try:
        last = backups.last_made()
    except backups.MarkUnreadable as unreadable:
        return Check(False, unreadable.text.format(**unreadable.params))
    if last is None:
        return Check(False, _NO_BACKUP)
    age = clock.real_now() - last
    words = _BACKUP_AHEAD if age < -retry.CLOCKS_DIFFER else _BACKED_UP if age <= _OLDEST_BACKUP else _BACKUP_OLD
    at = f"{last.astimezone(clock.CHINA):%Y-%m-%d %H:%M}"
    return Check(words is _BACKED_UP, words.format(at=at))
