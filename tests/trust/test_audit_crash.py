"""A kill between any two steps: nothing lost, nothing told twice, one history."""

from collections.abc import Callable
from pathlib import Path

import pytest
from audit_log import act, entries, fill, naive_root, sequence_all

from zhengtong.trust.audit import _files, _note, _sequence
from zhengtong.trust.audit import api as audit
from zhengtong.trust.audit.models import AuditRow

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def log(tmp_path: Path, settings: object) -> Path:
    settings.ZHENGTONG_HOME = tmp_path  # type: ignore[attr-defined]
    fill(250)
    sequence_all()
    return tmp_path / "log"


def _dies_at(call: int, function: Callable[..., object]) -> Callable[..., object]:
    left = [call]

    def dying(*args: object, **kwargs: object) -> object:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return function(*args, **kwargs)

    return dying


def _recovers(old: bytes) -> None:
    """After the next start the log is whole, and what was signed before is its beginning."""
    sequence_all()
    assert audit.verify().good
    assert audit.verify().waiting == 0
    size = int(old.split(b"\n")[1])
    assert audit.root_at(size) == _note.parse(old).root
    assert _note.read().root == naive_root(entries())


@pytest.mark.parametrize("step", range(7))
def test_killed_at_every_file(step: int, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # 250 → 260 rows fills a tile: full tile, full bundle, partial tile, partial bundle, level 1 tile, checkpoint.
    old = (log / "checkpoint").read_bytes()
    act(10)
    with monkeypatch.context() as patched:
        patched.setattr(_files.Writing, "write", _dies_at(step, _files.Writing.write))
        if step < 6:
            with pytest.raises(Killed):
                audit.sequence_batch()
            assert (log / "checkpoint").read_bytes() == old
            assert AuditRow.objects.filter(position=None).count() == 0
            assert audit.verify().good  # the ten are waiting
            assert audit.verify().waiting == 10
        else:
            audit.sequence_batch()
    act(3)
    _recovers(old)
    assert audit.verify().size == 263


@pytest.mark.parametrize("name", ["_give_positions", "_publish", "_clear_partial"])
def test_killed_before_a_step(name: str, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = (log / "checkpoint").read_bytes()
    act(10)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(_sequence, name, _dies_at(0, getattr(_sequence, name)))
        audit.sequence_batch()
    assert audit.verify().good
    _recovers(old)


def test_killed_before_the_head_is_noted(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(10)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(_sequence.LogHead.objects, "update_or_create", _dies_at(0, lambda: None))
        audit.sequence_batch()
    _recovers((log / "checkpoint").read_bytes())


def test_a_half_written_tile_beyond_the_checkpoint_is_written_again(log: Path) -> None:
    (log / "tile" / "0" / "000").write_bytes(b"half")
    (log / "tile" / "0" / "000.new").write_bytes(b"half")
    old = (log / "checkpoint").read_bytes()
    act(10)
    _recovers(old)


def test_tiles_and_checkpoint_written_but_positions_lost(log: Path) -> None:
    """The database went back: rows are there, their positions are not."""
    old = (log / "checkpoint").read_bytes()
    AuditRow.objects.filter(position__gte=100).update(position=None)
    assert audit.verify().broken is not None
    act(10)
    _recovers(old)
    assert audit.verify().size == 260


def test_rows_lost_that_were_signed_stop_the_sequencer(log: Path) -> None:
    """Never a second history: with signed rows gone nothing more is signed."""
    old = (log / "checkpoint").read_bytes()
    AuditRow.objects.filter(position__gte=240).delete()
    act(30)
    with pytest.raises(audit.LogBrokenError) as error:
        audit.sequence_batch()
    assert (error.value.broken.kind, error.value.broken.position) == ("row_missing", 240)
    assert (log / "checkpoint").read_bytes() == old
    assert AuditRow.objects.filter(position=None).count() == 30


def test_an_older_log_folder_stops_the_sequencer(log: Path) -> None:
    old = (log / "checkpoint").read_bytes()
    act(10)
    sequence_all()
    (log / "checkpoint").write_bytes(old)
    act(1)
    with pytest.raises(audit.LogBrokenError) as error:
        audit.sequence_batch()
    assert error.value.broken.kind == "checkpoint_old"


def test_a_changed_tile_at_the_edge_stops_the_sequencer(log: Path) -> None:
    path = log / "tile" / "0" / "000.p" / "250"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    act(1)
    with pytest.raises(audit.LogBrokenError) as error:
        audit.sequence_batch()
    assert error.value.broken.kind == "root_differs"


def test_late_commit_with_a_lower_id_gets_a_later_position() -> None:
    row = AuditRow.objects.get(position=10)
    last = AuditRow.objects.get(position=249)
    AuditRow.objects.filter(pk=last.pk).update(position=None)
    act(1)
    assert row.pk < last.pk
    _recovers(_note.read().note.encode())
