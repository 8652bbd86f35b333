"""Legal time of a demo home: one file, which every process sees move at once."""

from datetime import timedelta
from pathlib import Path

from zhengtong.kernel.clock import _OffsetFile


def test_another_process_is_never_behind(tmp_path: Path) -> None:
    one, other = _OffsetFile(), _OffsetFile()
    one.path = other.path = tmp_path / "clock.json"
    assert other.read() == timedelta(0)
    one.write(timedelta(hours=3))
    assert other.read() == timedelta(hours=3)
    other.write(timedelta(hours=5))
    assert (one.read(), other.read()) == (timedelta(hours=5), timedelta(hours=5))
