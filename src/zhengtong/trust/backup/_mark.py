"""The file `last-backup` of a home: when its last backup was made, in real time."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhengtong.kernel import durable
from zhengtong.trust.backup._refusals import MarkUnreadable


def last_made() -> datetime | None:
    """When the last backup of this home was made, in real time; None before the first. MarkUnreadable."""
    try:
        made = datetime.fromisoformat(_mark().read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise MarkUnreadable(path=_mark()) from None
    if made.tzinfo is None:
        raise MarkUnreadable(path=_mark())
    return made


def note_made(at: datetime) -> None:
    """Write down a backup made at `at`, for its owner alone. A power cut leaves the old word or the new one."""
    durable.write(_mark(), at.isoformat().encode())


def _mark() -> Path:
    return Path(settings.ZHENGTONG_HOME) / "last-backup"
